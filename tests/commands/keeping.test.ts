// extract, raw, verify and migrate as real processes: exit codes, streams, keys.

import { afterAll, beforeAll, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Scratch } from "../support/bundles.ts";
import { writeLog } from "../support/log-files.ts";

const main = resolve(import.meta.dir, "../../src/main.ts");
const scratch = new Scratch();
let bundle = "";
let damaged = "";
let text = "";

beforeAll(async () => {
  text = writeLog(scratch.path("run/session.log"), 200);
  bundle = (await scratch.create([scratch.path("run")])).output;
  damaged = scratch.path("damaged.db");
  const bytes = readFileSync(bundle);
  const letter = bytes.indexOf("INFO"); // In a value, so that only the digest can tell.
  bytes[letter] = (bytes[letter] ?? 0) ^ 4;
  writeFileSync(damaged, bytes);
});

afterAll(() => scratch.remove());

function run(...words: string[]) {
  const { stdout, stderr, exitCode } = Bun.spawnSync([process.execPath, main, ...words], { cwd: scratch.folder });
  return { out: stdout.toString(), err: stderr.toString(), exitCode };
}

test("verify says that a bundle is sound, and ends with 0", () => {
  const { out, exitCode } = run("verify", bundle);
  expect(out).toMatch(/ is sound: its digest fits \(.*\), 1 original fit/);
  expect(exitCode).toBe(0);
});

test("verify names the damage, and ends with 3", () => {
  const { out, exitCode } = run("verify", damaged);
  expect(out).toContain("The file is not as dbundle wrote it");
  expect(exitCode).toBe(3);
});

test("verify has stable keys", () => {
  const { out, exitCode } = run("verify", damaged, "--json");
  expect(exitCode).toBe(3);
  const report = JSON.parse(out);
  expect(Object.keys(report)).toEqual([
    "ok",
    "path",
    "size_bytes",
    "schema_version",
    "file_digest",
    "originals",
    "contents",
    "damages",
  ]);
  expect(report).toMatchObject({ ok: false, file_digest: "differs", damages: [{ check: "digest", subject: null }] });
});

test("extract tells where it wrote, and refuses to write twice", () => {
  const output = scratch.path("originals");
  const first = run("extract", bundle, "-o", output, "--json");
  expect(first.exitCode).toBe(0);
  expect(JSON.parse(first.out)).toMatchObject({
    output,
    problems: [],
    files: [{ path: "run/session.log", written_as: "run/session.log" }],
  });
  expect(readFileSync(join(output, "run/session.log"), "utf8")).toBe(text);
  const second = run("extract", bundle, "-o", output);
  expect(second.exitCode).toBe(1);
  expect(second.err).toMatch(/^dbundle: Cannot write .*: it exists\. Use --force to replace files\.\n$/);
});

test("extract without an output writes beside, under the bundle's name", () => {
  const { out, exitCode } = run("extract", bundle);
  expect(exitCode).toBe(0);
  expect(out).toMatch(/^1 file, .*, in \d+-originals\n$/);
});

test("raw prints the bytes and nothing else", () => {
  const { out, err, exitCode } = run("raw", bundle, "session.log:2-3");
  expect({ out, err, exitCode }).toEqual({
    out: text
      .split(/(?<=\n)/)
      .slice(1, 3)
      .join(""),
    err: "",
    exitCode: 0,
  });
});

test("migrate has nothing to do on a current bundle", () => {
  const before = readFileSync(bundle);
  const { out, err, exitCode } = run("migrate", bundle, "--log-format", "json");
  expect(out).toMatch(/ has the current schema \(\d+\): nothing was changed\.\n$/);
  expect({ err, exitCode }).toEqual({ err: "", exitCode: 0 });
  expect(readFileSync(bundle).equals(before)).toBe(true);
});

test("what is no bundle ends with 3 in each of them", () => {
  writeFileSync(scratch.path("no.db"), "no bundle");
  for (const words of [["verify"], ["extract"], ["raw", "x"], ["migrate"]]) {
    const [name = "", ...rest] = words;
    const { out, err, exitCode } = run(name, scratch.path("no.db"), ...rest);
    expect({ out, exitCode }).toEqual({ out: "", exitCode: 3 });
    expect(err).toMatch(
      /^dbundle: Cannot open bundle ".*": it is not a SQLite database; `dbundle create` makes a bundle of it\.\n$/,
    );
  }
});

test("merge --strict ends with 4 when the merged bundle has issues", () => {
  writeFileSync(scratch.path("bad.log"), `${text}{"timestamp": broken\n`);
  const bad = scratch.path("bad.db");
  expect(run("create", scratch.path("bad.log"), "-o", bad).exitCode).toBe(0);
  const whole = run("merge", bundle, "-o", scratch.path("whole.db"), "--strict");
  expect(whole).toMatchObject({ exitCode: 0, out: expect.stringContaining("0 issues") });
  const broken = run("merge", bundle, bad, "-o", scratch.path("broken.db"), "--strict");
  expect(broken).toMatchObject({ exitCode: 4, out: expect.stringContaining("1 issue,") });
});
