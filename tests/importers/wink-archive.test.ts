import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sha256Hex } from "../../src/base/digest.ts";
import { Claim } from "../../src/importers/importer.ts";
import { winkArchive } from "../../src/importers/wink-archive.ts";
import { winkBundle } from "../../src/importers/wink-bundle.ts";
import { RecordingWriter } from "../support/recording-writer.ts";
import { sharedTest } from "../support/shared.ts";
import { zipArtifact, zipped } from "../support/zip-artifact.ts";

const SNAPSHOT =
  '{"children_ids": [], "created_at": "2026-03-01T10:00:05+00:00", "parent_id": null, "policies": {}, "slices": [], "tags": {"session_id": "s"}}';

async function read(bytes: Uint8Array): Promise<RecordingWriter> {
  const into = new RecordingWriter();
  await winkArchive.read(zipArtifact(bytes), into);
  return into;
}

describe("an archive of files", () => {
  test("gives each entry a row: text of any kind as text, other bytes as a blob", async () => {
    const latin1 = Uint8Array.of(0x63, 0x61, 0x66, 0xe9);
    const into = await read(
      await zipped({ "a/b.py": "print()\r\n", ".env": "\ufeffX=\u0000", "empty.txt": "", "caf\u00e9.bin": latin1 }),
    );
    expect(
      into.of("files").map((row) => [row.path, row.size_bytes, row.is_binary, row.content, row.content_type, row.line]),
    ).toEqual([
      ["a/b.py", 9, 0, "print()\r\n", "text/x-python", 1],
      [".env", 6, 0, "\ufeffX=\u0000", "text/plain", 2],
      ["empty.txt", 0, 0, "", "text/plain", 3],
      ["caf\u00e9.bin", 4, 1, null, "application/octet-stream", 4],
    ]);
    expect(into.of("files")[3]).toMatchObject({ content_hash: sha256Hex(latin1), member: "caf\u00e9.bin" });
    expect(into.blobs.get(sha256Hex(latin1))).toEqual(latin1);
    expect(into.blobs.size).toBe(1);
  });

  test("keeps the entry's time as one of an assumed zone, and names that differ in case only", async () => {
    const into = await read(await zipped({ "A.txt": "1", "a.txt": "2" }));
    expect(into.of("files")).toMatchObject([
      { path: "A.txt", captured_at: "2026-03-01T10:00:00.000000Z", time_assumed: 1 },
      { path: "a.txt", content: "2" },
    ]);
  });

  test("with a damaged entry says so and keeps the others", async () => {
    const bytes = await zipped({ "good.txt": "good", "bad.txt": "b".repeat(300) });
    const at = Buffer.from(bytes).indexOf("bad.txt") + "bad.txt".length;
    bytes.fill(0xff, at, at + 4);
    const into = await read(bytes);
    expect(into.of("files").map((row) => [row.path, row.content])).toContainEqual(["good.txt", "good"]);
    expect(into.of("files").length).toBe(2);
    expect(into.issues).toMatchObject([{ code: "zip.bad-data", member: "bad.txt", line: 2 }]);
  });
});

describe("the claim", () => {
  const claims = async (files: Record<string, string | Uint8Array>) => {
    const artifact = zipArtifact(await zipped(files));
    return [winkArchive.sniff(artifact), winkBundle.sniff(artifact)];
  };
  const files = [Claim.shape, Claim.no];
  const wrapper = [Claim.no, Claim.no];
  const LOG =
    '{"timestamp": "2026-03-01T10:00:00Z", "level": "INFO", "logger": "l", "event": "", "message": "m", "context": {}}';

  test("takes an ordinary archive, with logs of its own too", async () => {
    expect(await claims({ "src/a.ts": "let a = 1;", "app.log": LOG })).toEqual(files);
  });

  test("leaves alone what wraps a session, whatever its name and length, or a debug bundle", async () => {
    const long = SNAPSHOT.replace('[], "tags"', `["${"x y ".repeat(100_000)}"], "tags"`);
    expect(await claims({ "notes.txt": SNAPSHOT, "app.log": LOG })).toEqual(wrapper);
    expect(await claims({ x: long })).toEqual(wrapper);
    expect(await claims({ "run.zip": await zipped({ "debug_bundle/manifest.json": "{}" }) })).toEqual(wrapper);
    expect(await claims({ "run.zip": await zipped({ "a.txt": "a".repeat(100) }) })).toEqual(files);
  });

  test("leaves debug bundles to their importer, damaged ones too", async () => {
    const manifest = '{\n  "format_version": "1.0.0",\n  "bundle_id": "b"\n}';
    expect(await claims({ "debug_bundle/manifest.json": manifest })).toEqual([Claim.no, Claim.marker]);
    expect(await claims({ "debug_bundle/manifest.json": "{nothing" })).toEqual([Claim.no, Claim.shape]);
    expect(await claims({ "debug_bundle/session/after.jsonl": SNAPSHOT })).toEqual([Claim.no, Claim.shape]);
  });
});

describe("real archives", () => {
  sharedTest("have the files that were counted", async (folder) => {
    const root = join(folder, "corpus/wink/old");
    for (const name of readdirSync(root)) {
      const expected = JSON.parse(readFileSync(join(root, name, "expected.json"), "utf8"));
      for (const file of readdirSync(join(root, name, "input")).filter((path) => path.endsWith(".zip"))) {
        const bytes = readFileSync(join(root, name, "input", file));
        expect(winkArchive.sniff(zipArtifact(bytes))).toBe(Claim.shape);
        const rows = (await read(bytes)).of("files");
        const sum = rows.reduce((total, row) => total + Number(row.size_bytes), 0);
        const binary = rows.filter((row) => row.is_binary === 1).length;
        const distinct = new Set(rows.map((row) => row.content_hash)).size;
        expect({
          count: rows.length,
          bytes: sum,
          utf8_text: rows.length - binary,
          binary,
          distinct_sha256: distinct,
        }).toEqual(expected.files);
      }
    }
  });
});
