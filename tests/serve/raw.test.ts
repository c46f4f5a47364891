// Original records, each read in a process of its own that its limits stop.

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import JSZip from "jszip";
import type { Raw } from "../../src/serve/api/types.ts";
import { Scratch } from "../support/bundles.ts";
import { type Serving, serving } from "./serving.ts";

const scratch = new Scratch();
let server: Serving;
const long = `${"é".repeat(40)}\n`;
beforeAll(async () => {
  const zip = new JSZip();
  zip.file("small.txt", "hello from the archive\n");
  // Deflated to a thousandth: to unpack it takes more memory than a process may have here.
  zip.file("large.txt", new Uint8Array(90_000_000));
  await Bun.write(
    scratch.path("work.zip"),
    await zip.generateAsync({ type: "uint8array", compression: "DEFLATE", compressionOptions: { level: 1 } }),
  );
  await Bun.write(scratch.path("long.txt"), long);
  const { output } = await scratch.create([scratch.path("work.zip"), scratch.path("long.txt")]);
  await Bun.write(scratch.path("b.db"), Bun.file(output));
  server = serving([scratch.path("b.db")], { settings: { maxMemoryBytes: 120 * 1024 * 1024 } });
});
afterAll(async () => {
  expect(server.bugs).toEqual([]);
  await server.close();
  scratch.remove();
});

const raw = async (query: string): Promise<Raw> => server.json(`/b/-/raw.json?${query}`);
const leftBehind = () => readdirSync(tmpdir()).filter((name) => name.startsWith("dbundle-child-"));

test("a row of sources is the source itself, in windows of bytes", async () => {
  const { rows } = await server.json(`/b/sources.json?path__endswith=long.txt&_col=source_id`);
  const whole = await raw(`table=sources&id=${rows[0].source_id}`);
  expect([whole.text, whole.truncated, whole.size_bytes]).toEqual([long, false, 81]);
  const part = await raw(`table=sources&id=${rows[0].source_id}&offset=3&size=4`);
  // The window begins and ends within a character.
  expect([part.text, part.offset, part.truncated]).toEqual(["é", 3, true]);
  expect((await raw(`table=sources&id=${rows[0].source_id}&offset=500`)).text).toBe("");
});

test("a member of an archive is its own bytes", async () => {
  const { rows } = await server.json(`/b/sources.json?path__endswith=work.zip&_col=source_id`);
  const found = await raw(`source=${encodeURIComponent(`${rows[0].source_id}!/small.txt`)}`);
  expect([found.text, found.size_bytes]).toEqual(["hello from the archive\n", null]);
});

describe("what cannot be read", () => {
  test("is a sentence without the folder's path", async () => {
    const missing = await server.get("/b/-/raw.json?source=999!/no");
    expect(missing.status).toBe(404);
    expect(await missing.text()).not.toContain(scratch.folder);
    expect((await server.get("/b/-/raw.json?table=sources&id=999")).status).toBe(404);
    expect((await server.get("/b/-/raw.json?table=sources&id=1&offset=-1")).status).toBe(400);
  });
  test("is stopped when it needs too much memory, and leaves no file behind", async () => {
    const { rows } = await server.json(`/b/sources.json?path__endswith=work.zip&_col=source_id`);
    const before = leftBehind();
    const response = await server.get(`/b/-/raw.json?source=${rows[0].source_id}!/large.txt`);
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining("bytes of memory")]);
    expect(leftBehind()).toEqual(before);
  });
  test("is not read on when the client has left", async () => {
    const before = leftBehind();
    const leaving = new AbortController();
    const asked = server.get("/b/-/raw.json?table=sources&id=1", {}, { signal: leaving.signal });
    leaving.abort();
    await asked;
    expect(leftBehind()).toEqual(before);
  });
});
