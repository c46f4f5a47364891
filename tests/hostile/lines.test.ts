// Bad JSON lines: each line of a file becomes a row or an issue, or is blank, and all bytes come back.

import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type Measured, measured } from "../support/measured.ts";
import { temporaryFolder } from "../support/program.ts";
import { sharedTest } from "../support/shared.ts";
import { differences } from "./originals-come-back.ts";
import { badLines, goodLines, repairedLines } from "./own-lines.ts";

interface Expected {
  readonly lines: number;
  readonly good: number;
  readonly bad: number;
  readonly blank: number;
  readonly either: number;
  readonly bad_lines: readonly { readonly line: number; readonly why: string }[];
}

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());

/** What became of each line of a file: numbers of those with a row, those set aside, those with any issue. */
function fates(db: Database, file: string) {
  const source = db
    .query<{ id: number; lines: number }, [string]>(
      "SELECT s.source_id AS id, s.line_count AS lines FROM _sources AS s JOIN _occurrences USING (source_id) WHERE path = ?",
    )
    .get(file);
  if (source === null) throw new Error(`${file} is no source`);
  const numbers = (sql: string) =>
    new Set(
      db
        .query<{ line: number }, [number]>(sql)
        .all(source.id)
        .map(({ line }) => line),
    );
  return {
    lines: source.lines ?? 0,
    read: numbers(
      `SELECT source_line AS line FROM _logs WHERE source_id = ?1 UNION SELECT source_line FROM _messages WHERE source_id = ?1
       UNION SELECT source_line FROM _slice_snapshots WHERE source_id = ?1`,
    ),
    setAside: numbers(
      "SELECT source_line AS line FROM _issues WHERE source_id = ? AND source_line > 0 AND severity IN ('data_loss', 'error')",
    ),
    told: numbers("SELECT source_line AS line FROM _issues WHERE source_id = ? AND source_line > 0"),
  };
}

/** Blank, by the rule: nothing but spaces, tabs and the terminator. */
function blankCount(bytes: Uint8Array): number {
  const lines = Buffer.from(bytes).toString("latin1").split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines.filter((line) => /^[ \t\r]*$/.test(line)).length;
}

describe("our own bad lines", () => {
  let run: Measured;
  const output = join(folder.path, "own.db");
  const all = [...badLines, ...repairedLines];

  beforeAll(async () => {
    const files = all.map(([name, bytes]) => {
      const path = join(folder.path, `${name.replaceAll(" ", "-")}.log`);
      writeFileSync(path, Buffer.concat([Buffer.from(goodLines(1)), bytes, Buffer.from(`\n${goodLines(2)}`)]));
      return path;
    });
    run = await measured(["create", ...files.flatMap((file) => ["--logs", file]), "-o", output], folder.path);
  });

  test("end in a bundle, well and with a bounded amount of words", () => {
    expect([run.code, run.err.split("\n").length <= 22]).toEqual([0, true]);
    expect(run.err).not.toMatch(/[^\n\x20-\uffff]/);
  });

  test.each(badLines.map(([name]) => name))(
    "%s is set aside with its line's number; its neighbours are read",
    (name) => {
      using db = new Database(output, { readonly: true });
      const { lines, read, setAside } = fates(db, `${name.replaceAll(" ", "-")}.log`);
      expect([lines, [...setAside], [...read]]).toEqual([4, [2], [1, 3, 4]]);
    },
  );

  test.each(repairedLines.map(([name]) => name))("%s is read with a warning that keeps what stood there", (name) => {
    using db = new Database(output, { readonly: true });
    const { lines, read, setAside, told } = fates(db, `${name.replaceAll(" ", "-")}.log`);
    expect([lines, [...setAside], [...read], [...told]]).toEqual([4, [], [1, 2, 3, 4], [2]]);
  });

  test("give all their bytes back", async () => {
    const files = all.map(([name]) => join(folder.path, `${name.replaceAll(" ", "-")}.log`));
    expect(await differences(output, files)).toEqual([]);
  });
});

describe("100,000 bad lines", () => {
  test("are all counted and kept, within 5 s of processor time, and shown in few words", async () => {
    const file = join(folder.path, "many.log");
    writeFileSync(file, `${"x\n".repeat(100_000)}${goodLines(10)}`);
    const output = join(folder.path, "many.db");
    const { code, err, cpuMs } = await measured(["create", "--logs", file, "-o", output], folder.path);
    expect([code, err.split("\n").length <= 22, err.length < 4000]).toEqual([0, true, true]);
    expect(cpuMs).toBeLessThan(5000);
    using db = new Database(output, { readonly: true });
    const { lines, read, setAside } = fates(db, "many.log");
    expect([lines, read.size, setAside.size]).toEqual([100_010, 10, 100_000]);
  });
});

sharedTest(
  "the collected bad lines: good + bad + blank = lines, issues name the line, every file comes back",
  async (shared) => {
    const set = join(shared, "checks/hostile/jsonl");
    const expected: Record<string, Expected> = JSON.parse(readFileSync(join(set, "expected.json"), "utf8"));
    const names = Object.keys(expected);
    const words = names.flatMap((name) => [name.startsWith("09") ? "--session" : "--logs", join(set, name)]);
    const output = join(folder.path, "set.db");
    const run = await measured(["create", ...words, "-o", output], folder.path);
    expect([run.code, run.err.split("\n").length]).toEqual([0, 22]);
    expect(run.peakMB).toBeLessThan(512);
    using db = new Database(output, { readonly: true });
    const complaints = names.flatMap((name) => {
      const bytes = readFileSync(join(set, name));
      return complaintsAbout(fates(db, name), expected[name] as Expected, blankCount(bytes)).map(
        (text) => `${name}: ${text}`,
      );
    });
    console.log(
      `JSON lines: ${names.length - new Set(complaints.map((text) => text.split(":")[0])).size}/${names.length}`,
    );
    expect(complaints).toEqual([]);
    const files = names.map((name) => join(set, name));
    const different = await differences(output, files);
    console.log(`sources that came back equal: ${files.length - different.length}/${files.length}`);
    expect(different.map((path) => basename(path))).toEqual([]);
  },
  120_000,
);

function complaintsAbout(fate: ReturnType<typeof fates>, expected: Expected, blank: number): string[] {
  const { lines, read, setAside, told } = fate;
  const complaints: string[] = [];
  if (lines !== expected.lines) complaints.push(`${lines} lines instead of ${expected.lines}`);
  const accounted = new Set([...read, ...setAside]).size + blank;
  if (accounted !== lines) complaints.push(`${accounted} of ${lines} lines are rows, issues or blank`);
  for (const { line, why } of expected.bad_lines)
    if (!told.has(line)) complaints.push(`nothing is said of line ${line}: ${why}`);
  // A good line is JSON; whether it is a record of a log is the importer's question, and its answer an issue.
  const refused = [...setAside].filter((line) => !read.has(line)).length;
  if (read.size + refused < expected.good) complaints.push(`${read.size} rows for ${expected.good} good lines`);
  return complaints;
}
