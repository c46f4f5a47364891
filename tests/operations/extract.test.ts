import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import JSZip from "jszip";
import { type ExtractOptions, extract } from "../../src/operations/extract.ts";
import { Scratch } from "../support/bundles.ts";
import { folderState } from "../support/folder-state.ts";
import { logLine, writeLog } from "../support/log-files.ts";
import { sharedTest } from "../support/shared.ts";

const scratch = new Scratch();
const observer = { begins: () => undefined, bytes: () => undefined };
let bundle = "";
let count = 0;

beforeAll(async () => {
  const run = scratch.path("run");
  // Longer than a chunk, so that chunks are put together.
  writeLog(join(run, "deep/er/session.log"), 12_000);
  writeFileSync(join(run, "packed.log.gz"), gzipSync(`${logLine(7)}\n`));
  writeFileSync(join(run, "empty.bin"), "");
  writeFileSync(
    join(run, "bytes.bin"),
    Uint8Array.from({ length: 70_000 }, (_, index) => (index * 7919) % 256),
  );
  writeStoreWithWal(join(run, "store.db"));
  bundle = (await scratch.create([run])).output;
});

afterAll(() => scratch.remove());

/** The rows of the store are in its -wal alone. */
function writeStoreWithWal(path: string): void {
  const writer = `${path}.writer`;
  const db = new Database(writer, { create: true });
  db.exec(
    "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t (a); INSERT INTO t VALUES (9007199254740993)",
  );
  for (const suffix of ["", "-wal"]) writeFileSync(path + suffix, readFileSync(writer + suffix));
  db.close();
  Bun.file(writer).delete();
}

function target(): string {
  return scratch.path(`out-${++count}`);
}

function run(options: Partial<ExtractOptions>) {
  return extract({ bundle, sources: [], output: null, overwrite: "refuse", observer, ...options });
}

function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort();
}

function expectSame(folder: string, original: string): void {
  expect(files(folder)).toEqual(files(original));
  for (const name of files(original)) {
    expect(readFileSync(join(folder, name)).equals(readFileSync(join(original, name)))).toBe(true);
  }
}

test("every artifact comes back byte for byte, the parts of a store beside it", async () => {
  const output = target();
  const report = await run({ output });
  expect(report.problems).toEqual([]);
  expectSame(join(output, "run"), scratch.path("run"));
  expect(files(output)).toContain("run/store.db-wal");
});

test("and in an archive that is the same whenever it is made", async () => {
  const [one, two] = [`${target()}.zip`, `${target()}.zip`];
  await run({ output: one });
  await run({ output: two });
  expect(readFileSync(one).equals(readFileSync(two))).toBe(true);
  const zip = await JSZip.loadAsync(readFileSync(one), { checkCRC32: true });
  for (const name of files(scratch.path("run"))) {
    const bytes = await zip.file(`run/${name}`)!.async("uint8array");
    expect(readFileSync(scratch.path(`run/${name}`)).equals(bytes)).toBe(true);
  }
});

sharedTest(
  "of the reference artifacts too",
  async (folder) => {
    const corpus = join(folder, "corpus/wink/old/code-review");
    const { output: made } = await scratch.create([corpus]);
    const output = target();
    await run({ bundle: made, output });
    expectSame(join(output, "code-review"), corpus);
  },
  60_000,
);

test("a named member is taken out of its container", async () => {
  const output = target();
  const { files: written } = await run({ sources: ["packed.log.gz!/packed.log"], output });
  expect(written).toHaveLength(1);
  expect(readFileSync(join(output, written[0]!.writtenAs), "utf8")).toBe(`${logLine(7)}\n`);
});

test("a source is named by path, end of path, number or key", async () => {
  const db = new Database(bundle, { readonly: true });
  const row = db
    .query<{ id: number; key: string; path: string }, []>(
      "SELECT source_id AS id, source_key AS key, path FROM sources WHERE path LIKE '%session.log'",
    )
    .get();
  db.close();
  for (const name of [row!.path, "session.log", "er/session.log", `${row!.id}`, row!.key.slice(0, 8), row!.key]) {
    const { files: written } = await run({ sources: [name], output: target() });
    expect(written.map(({ path }) => path)).toEqual(["run/deep/er/session.log"]);
  }
});

test("a name that nothing has is answered with what there is", async () => {
  await expect(run({ sources: ["sesion.log"], output: target() })).rejects.toThrow(
    /^No source is called "sesion.log". There is "run\/bytes.bin", /,
  );
});

describe("nothing is written over", () => {
  test("without being asked to, and then nothing at all", async () => {
    const output = target();
    mkdirSync(join(output, "run"), { recursive: true });
    writeFileSync(join(output, "run/bytes.bin"), "mine");
    await expect(run({ output })).rejects.toThrow('run/bytes.bin": it exists. Use --force to replace files.');
    expect(files(output)).toEqual(["run/bytes.bin"]);
  });

  test("but with force", async () => {
    const output = target();
    mkdirSync(join(output, "run"), { recursive: true });
    writeFileSync(join(output, "run/bytes.bin"), "mine");
    await run({ output, overwrite: "replace" });
    expectSame(join(output, "run"), scratch.path("run"));
  });
});

describe("links in the target are not followed", () => {
  test("of a folder", async () => {
    const [output, outside] = [target(), target()];
    mkdirSync(output);
    mkdirSync(outside);
    symlinkSync(outside, join(output, "run"));
    await expect(run({ output, overwrite: "replace" })).rejects.toThrow("it is a link");
    expect(files(outside)).toEqual([]);
  });

  test("of a file", async () => {
    const output = target();
    const outside = `${target()}.txt`;
    writeFileSync(outside, "theirs");
    mkdirSync(join(output, "run"), { recursive: true });
    symlinkSync(outside, join(output, "run/bytes.bin"));
    await run({ output, overwrite: "replace" });
    expect(readFileSync(outside, "utf8")).toBe("theirs");
    expectSame(join(output, "run"), scratch.path("run"));
  });
});

describe("a hostile bundle", () => {
  function edited(sql: string): string {
    const path = `${target()}.db`;
    writeFileSync(path, readFileSync(bundle));
    const db = new Database(path, { readwrite: true });
    db.exec(sql);
    db.close();
    return path;
  }

  test("cannot write outside of the target", async () => {
    const around = target();
    const output = join(around, "in/out");
    mkdirSync(output, { recursive: true });
    const made = edited(
      "UPDATE _occurrences SET path = '../../../' || path WHERE id % 2 = 0; UPDATE _occurrences SET path = '/tmp/../' || path WHERE id % 2 = 1",
    );
    const { files: written } = await run({ bundle: made, output });
    expect(written.every(({ path, writtenAs }) => path !== writtenAs)).toBe(true);
    expect(readdirSync(around)).toEqual(["in"]);
    expect(readdirSync(join(around, "in"))).toEqual(["out"]);
    expect(files(output)).toHaveLength(written.length);
  });

  test("whose bytes are not those of their digest gives the others", async () => {
    const made = edited(
      "UPDATE _source_chunks SET data = (SELECT data FROM _source_chunks ORDER BY id DESC LIMIT 1) WHERE source_id = (SELECT source_id FROM sources WHERE path LIKE '%bytes.bin')",
    );
    const output = target();
    const { files: written, problems } = await run({ bundle: made, output });
    expect(problems).toMatchObject([{ path: "run/bytes.bin", kind: "damaged" }]);
    expect(existsSync(join(output, "run/bytes.bin"))).toBe(false);
    expect(files(output)).toHaveLength(written.length);
    const zip = `${output}.zip`;
    expect((await run({ bundle: made, output: zip })).problems).toHaveLength(1);
    expect(Object.keys((await JSZip.loadAsync(readFileSync(zip))).files)).not.toContain("run/bytes.bin");
  });

  test("whose containers hold each other ends", async () => {
    const made = edited(
      "UPDATE _source_chunks SET data = NULL WHERE source_id <> (SELECT source_id FROM sources WHERE path LIKE '%bytes.bin'); UPDATE _occurrences SET container_id = source_id, entry_index = 0",
    );
    const { problems } = await run({ bundle: made, sources: ["session.log"], output: target() });
    expect(problems).toMatchObject([{ kind: "damaged", reason: "its containers hold each other" }]);
  });
});

test("a bundle without originals says so", async () => {
  const { output: made } = await scratch.create([scratch.path("run")], { originals: "drop" });
  const output = target();
  await expect(run({ bundle: made, output })).rejects.toThrow("it was made with --originals drop");
  expect(existsSync(output)).toBe(false);
});

test("two places with equal paths lie beside each other, by their roots", async () => {
  writeLog(scratch.path("second/run/deep/er/session.log"), 3);
  const { output: one } = await scratch.create([scratch.path("run/deep/er/session.log")], { root: "left" });
  const { output: two } = await scratch.create([scratch.path("second/run/deep/er/session.log")], { root: "right" });
  const { output: merged } = await scratch.merge([one, two]);
  const output = target();
  await run({ bundle: merged, output });
  expect(files(output)).toEqual(["left/session.log", "right/session.log"]);
});

test("the bundle is not touched", async () => {
  const folder = target();
  mkdirSync(folder);
  writeFileSync(join(folder, "a.db"), readFileSync(bundle));
  const before = folderState(folder);
  await run({ bundle: join(folder, "a.db"), output: target() });
  expect(folderState(folder)).toEqual(before);
});

test("a file is not taken for the folder to write into", async () => {
  const output = target();
  writeFileSync(output, "mine");
  await expect(run({ bundle, output })).rejects.toThrow(`Cannot write into "${output}": it is no folder.`);
  expect(readFileSync(output, "utf8")).toBe("mine");
});
