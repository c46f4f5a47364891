import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { defaultLimits } from "../../src/artifacts/limits.ts";
import { BundleError } from "../../src/base/errors.ts";
import { sealFile, unsealedDigest } from "../../src/bundle/file-digest.ts";
import { type VerifyReport, verify } from "../../src/operations/verify.ts";
import { Scratch } from "../support/bundles.ts";
import { logLine, writeLog } from "../support/log-files.ts";

const scratch = new Scratch();
const observer = { step: () => undefined };
let original = "";
let count = 0;

beforeAll(async () => {
  writeLog(scratch.path("run/session.log"), 300);
  writeFileSync(scratch.path("run/packed.log.gz"), gzipSync(`${logLine(7, { level: "ERROR" })}\n`));
  writeFileSync(scratch.path("run/notes.txt"), "nobody claims this\n");
  original = (await scratch.create([scratch.path("run")])).output;
});

afterAll(() => scratch.remove());

function edited(sql: string, reseal = false): string {
  const path = scratch.path(`edited-${++count}.db`);
  copyFileSync(original, path);
  const db = new Database(path, { readwrite: true });
  db.exec(sql);
  if (reseal) db.query("UPDATE _meta SET file_digest = ?").run(unsealedDigest);
  db.close();
  if (reseal) sealFile(path);
  return path;
}

function reasons({ damages }: VerifyReport): string[] {
  return damages.map(({ check, subject, reason }) => `${check}: ${subject ?? "file"}: ${reason}`);
}

test("a bundle is sound as it was written, by its bytes and by its contents", async () => {
  expect(await verify({ bundle: original, depth: "deep", observer })).toMatchObject({
    fileDigest: "intact",
    damages: [],
    originals: { proved: 4, leftOut: 0 },
    contents: { verdict: "equal", comparedSources: 4, skippedSources: 0 },
  });
});

test("a bundle without originals is sound and says so", async () => {
  const { output } = await scratch.create([scratch.path("run")], { originals: "drop" });
  const report = await verify({ bundle: output, depth: "bytes", observer });
  expect(report).toMatchObject({ damages: [], originals: { proved: 0, leftOut: 4 } });
});

test("a bundle merged of two is sound by its contents", async () => {
  writeLog(scratch.path("other/session.log"), 20);
  const { output: other } = await scratch.create([scratch.path("other")]);
  const { output } = await scratch.merge([original, other]);
  expect(await verify({ bundle: output, depth: "deep", observer })).toMatchObject({
    damages: [],
    contents: { verdict: "equal", comparedSources: 5 },
  });
});

describe("another program's hand", () => {
  test("that changed nothing that is said is told, and no damage", async () => {
    const path = edited("VACUUM");
    expect((await verify({ bundle: path, depth: "bytes", observer })).damages).toHaveLength(1);
    const deep = await verify({ bundle: path, depth: "deep", observer });
    expect(deep).toMatchObject({ fileDigest: "differs", damages: [], contents: { verdict: "equal" } });
  });

  test.each([
    ["a fact", "UPDATE _logs SET message = 'nothing happened' WHERE source_line = 5", "facts: logs: 1 row differ"],
    ["a fact that is gone", "DELETE FROM _logs WHERE source_line < 4", "facts: logs: 4 rows differ"],
    [
      "a fact that is new",
      "INSERT INTO _logs (id, source_id) SELECT max(id) + 1, max(source_id) FROM _logs",
      "facts: logs: 1 row",
    ],
    ["an error", "UPDATE _errors SET message = 'fine'", "derived: errors: 1 row"],
    ["a session", "UPDATE _sessions SET status = 'failed'", "derived: sessions: 1 row"],
    ["what supersedes", "UPDATE _logs SET superseded = 1 WHERE source_line = 9", "derived: logs: 1 row"],
    ["the search index", "INSERT INTO _search (_search) VALUES ('delete-all')", "derived: search:"],
    ["the content digest", "UPDATE _meta SET content_digest = 'x'", "identity: bundle_meta: content_digest"],
    ["a source's key", "UPDATE _sources SET source_key = 'x' WHERE source_id = 1", "identity: source 1: Its key"],
  ])("that changed %s is found even where the file was sealed anew", async (_, sql, found) => {
    const report = await verify({ bundle: edited(sql, true), depth: "deep", observer });
    expect(report.fileDigest).toBe("intact");
    expect(reasons(report).join("\n")).toContain(found);
  });

  test.each([
    [
      "other bytes",
      "UPDATE _source_chunks SET data = x'28b52ffd2000010000' WHERE id IN (SELECT min(id) FROM _source_chunks)",
    ],
    ["no bytes", "UPDATE _source_chunks SET data = NULL WHERE id IN (SELECT min(id) FROM _source_chunks)"],
    ["a chunk less", "DELETE FROM _source_chunks WHERE id IN (SELECT min(id) FROM _source_chunks)"],
    ["another digest", "UPDATE _source_chunks SET sha256 = 'x' WHERE id IN (SELECT min(id) FROM _source_chunks)"],
    [
      "a size beyond measure",
      "UPDATE _source_chunks SET size_bytes = 1 << 40 WHERE id IN (SELECT min(id) FROM _source_chunks)",
    ],
  ])("that gave an original %s is found without reading anything again", async (_, sql) => {
    const report = await verify({ bundle: edited(sql, true), depth: "bytes", observer });
    expect(report.damages.map(({ check }) => check)).toContain("originals");
  });
});

test("what was made under other limits is read again under them", async () => {
  const limits = { ...defaultLimits, lineBytes: 100 };
  const { output } = await scratch.create([scratch.path("run/session.log")], { limits });
  const under = async (some: typeof limits) =>
    (await verify({ bundle: output, depth: "deep", limits: some, observer })).contents?.verdict;
  expect([await under(limits), await under(defaultLimits)]).toEqual(["equal", "different"]);
});

/** Every random number of a test is told by its seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

test("300 of 300 bits that were turned are found", async () => {
  const random = randomFrom(20260101);
  const bytes = readFileSync(original);
  const path = scratch.path("turned.db");
  const missed: number[] = [];
  for (let turn = 0; turn < 300; turn++) {
    const bit = Math.floor(random() * bytes.length * 8);
    const turned = Buffer.from(bytes);
    turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    writeFileSync(path, turned);
    if (!(await isFound(path))) missed.push(bit);
  }
  expect(missed).toEqual([]);
}, 120_000);

async function isFound(path: string): Promise<boolean> {
  try {
    return (await verify({ bundle: path, depth: "bytes", observer })).damages.length > 0;
  } catch (error) {
    if (error instanceof BundleError) return true;
    throw error;
  }
}
