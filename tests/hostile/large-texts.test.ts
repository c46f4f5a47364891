// Large texts of little meaning: 60 MB of empty lists are a billion bytes once they are built. They are counted first.

import { Database } from "bun:sqlite";
import { afterAll, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { measured } from "../support/measured.ts";
import { temporaryFolder } from "../support/program.ts";

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());

const most = { cpuMs: 10_000, peakMB: 512 };
/** Below the longest line that is read. */
const length = 60_000_000;

function record(members: string): string {
  return `{"timestamp":"2026-03-01T10:00:00Z","level":"INFO","logger":"l","event":"e","message":"m",${members}}\n`;
}

function filled(begin: string, piece: string, end: string): string {
  return begin + piece.repeat(Math.floor(length / piece.length)) + end;
}

function manyKeys(): string {
  return Array.from({ length: 5_000_000 }, (_, n) => `"${n.toString(36)}":1`).join(",");
}

const refused: readonly (readonly [string, () => string])[] = [
  ["lists", () => record(filled('"context":[', "[],", "[]]"))],
  ["objects", () => record(filled('"context":{"a":[', "{},", "{}]}"))],
  ["numbers", () => record(filled('"context":[', "1,", "1]"))],
  ["repeated keys", () => record(filled('"context":{', '"a":1,', '"a":1}'))],
  ["keys", () => record(`"context":{${manyKeys()}}`)],
  ["keys of the record", () => record(manyKeys())],
  ["nesting", () => record(filled('"context":[', `${'{"a":'.repeat(900)}1${"}".repeat(900)},`, "1]"))],
];

const read: readonly (readonly [string, () => string])[] = [
  ["escapes", () => record(filled('"context":{"a":"', "\\u00e9", '"}'))],
  ["backslashes", () => record(filled('"context":{"a":"', "\\\\", '"}'))],
  [
    "two-byte letters",
    () =>
      record(
        filled('"context":{"a":"', "é", '"}')
          .slice(0, length / 2)
          .concat('"}'),
      ),
  ],
];

async function imported(name: string, line: string) {
  const log = join(folder.path, `${name.replaceAll(" ", "-")}.log`);
  const beside = record('"context":{}');
  writeFileSync(log, beside + line + beside);
  const output = `${log}.db`;
  const run = await measured(["create", "--logs", log, "-o", output], folder.path);
  expect(run.code).toBe(0);
  expect(run.cpuMs).toBeLessThan(most.cpuMs);
  expect(run.peakMB).toBeLessThan(most.peakMB);
  console.log(`a line of many ${name}: ${Math.round(run.peakMB)} MB, ${(run.cpuMs / 1000).toFixed(1)} s`);
  using db = new Database(output, { readonly: true });
  return {
    rows: db
      .query<{ line: number }, []>("SELECT source_line AS line FROM logs ORDER BY line")
      .all()
      .map(({ line }) => line),
    issues: db.query("SELECT source_line, code FROM import_issues").values(),
    lines: db.query("SELECT line_count FROM sources").values(),
  };
}

describe("a line of 60 MB of", () => {
  test.each(refused)(
    "%s is an issue, and its neighbours are read",
    async (name, line) => {
      const { rows, issues, lines } = await imported(name, line());
      expect([rows, issues[0], lines]).toEqual([[1, 3], [2, "wink-log.bad-line"], [[3]]]);
    },
    60_000,
  );

  test.each(read)(
    "%s is read",
    async (name, line) => {
      expect((await imported(name, line())).rows).toEqual([1, 2, 3]);
    },
    60_000,
  );
});

describe("a YAML file of", () => {
  const head = "id: t-1\nblocks:\n  - id: b\n    kind: user\n    payload:\n      text: ";
  test.each([
    ["lists", () => `${filled(`${head}[`, "[],", "[]]")}\n`],
    ["numbers", () => `${filled(`${head}"`, "1 ", '"')}\n`],
    ["aliases", () => `${billion()}${head}*a9\n`],
    ["nesting", () => `${head}\n        ${"- ".repeat(400_000)}x\n`],
  ])(
    "%s is an issue, within the same bounds",
    async (name, text) => {
      const file = join(folder.path, `${name}.yaml`);
      writeFileSync(file, text());
      const run = await measured(["create", file, "-o", `${file}.db`], folder.path);
      expect([run.code, run.cpuMs < most.cpuMs, run.peakMB < most.peakMB]).toEqual([0, true, true]);
      using db = new Database(`${file}.db`, { readonly: true });
      expect(db.query("SELECT count(*) > 0 FROM import_issues WHERE severity = 'data_loss'").values()).toEqual([[1]]);
    },
    60_000,
  );

  /** Each list names the one before it ten times. */
  function billion(): string {
    const lists = Array.from(
      { length: 9 },
      (_, n) => `l${n + 1}: &a${n + 1} [${Array(10).fill(`*a${n}`).join(",")}]\n`,
    );
    return `l0: &a0 [x]\n${lists.join("")}`;
  }
});

test("the limits are options", async () => {
  const log = join(folder.path, "options.log");
  writeFileSync(log, record('"context":{"a":[[[1,2]]],"b":NaN}'));
  const issues = async (...words: string[]) => {
    const output = join(folder.path, "options.db");
    expect((await measured(["create", "--logs", log, "-o", output, "--force", ...words], folder.path)).code).toBe(0);
    using db = new Database(output, { readonly: true });
    return db.query("SELECT message FROM import_issues").values().flat().join(" ");
  };
  expect(await issues()).toBe("");
  expect(await issues("--max-json-depth", "4")).toContain("Nested deeper than 4 levels");
  expect(await issues("--max-json-values", "12")).toContain("More than 12 values");
  expect(await issues("--max-json-values", "13")).toBe("");
}, 30_000);
