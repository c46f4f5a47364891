// Hostile strings and numbers come back equal, whatever the way out, and steer no terminal.

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { measured, program } from "../support/measured.ts";
import { temporaryFolder } from "../support/program.ts";
import { sharedTest } from "../support/shared.ts";

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());

const strings = [
  "",
  " leading and trailing ",
  "'; DROP TABLE logs; --",
  'quotes " and "" more',
  'a,b"c\nd\r\ne',
  "=cmd|' /C calc'!A0",
  "+1+1",
  "-2+3",
  "@SUM(1)",
  "\t=1+1",
  "<script>alert(1)</script>",
  `{{7*7}}\${7*7}<%= 7*7 %>`,
  "$(touch x)`id`%s%n",
  "\x1b]0;title\x07\x1b[2J\x1b[31mred",
  "\u009b31m",
  "a\0b",
  "\u2028\u2029\u0085",
  "\u202egnp.exe",
  "\ufeff",
  "\ufffd\uffff",
  "Z\u0351\u036f\u0310a\u0300".repeat(50),
  "\u{1f469}\u200d\u{1f4bb}",
  "NULL",
  "null",
  "00012",
  "1e3",
  "0x10",
  "true",
  "\\u0041\\n",
  "x".repeat(100_000),
];

/** A log with one record a string, and its bundle. */
async function bundleOf(name: string, messages: readonly string[]): Promise<string> {
  const log = join(folder.path, `${name}.log`);
  const lines = messages.map((message) =>
    JSON.stringify({ timestamp: "2025-03-01T10:00:00Z", level: "INFO", logger: "l", event: "e", message, context: {} }),
  );
  writeFileSync(log, `${lines.join("\n")}\n`);
  const output = join(folder.path, `${name}.db`);
  const { code, err } = await measured(["create", "--logs", log, "-o", output], folder.path);
  expect([code, err]).toEqual([0, ""]);
  return output;
}

const sql = "SELECT message FROM logs ORDER BY source_line";

async function answer(bundle: string, words: readonly string[]): Promise<string> {
  const { code, out, err } = await measured(["query", bundle, sql, ...words], folder.path);
  expect([code, err]).toEqual([0, ""]);
  return out;
}

const messagesOf = (rows: readonly { readonly message: string }[]) => rows.map(({ message }) => message);

/** Every way out of the bundle, each read by what reads such files elsewhere. */
async function waysOut(bundle: string): Promise<Record<string, string[]>> {
  const json = await answer(bundle, ["--format", "json"]);
  const lines = await answer(bundle, ["--format", "ndjson"]);
  const csv = join(folder.path, "answer.csv");
  writeFileSync(csv, await answer(bundle, ["--format", "csv"]));
  const exported = join(folder.path, "exported.csv");
  const { code } = await measured(["export", bundle, "--query", sql, "-o", exported, "--force"], folder.path);
  expect(code).toBe(0);
  return {
    json: messagesOf(JSON.parse(json)),
    ndjson: messagesOf(
      lines
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ),
    csv: csvByPython(csv),
    export: csvByPython(exported),
  };
}

/** The only column, as Python's csv module reads it. */
function csvByPython(path: string): string[] {
  const script = `import csv, json, sys
csv.field_size_limit(10_000_000)
rows = list(csv.reader(open(sys.argv[1], newline="", encoding="utf-8")))
print(json.dumps([row[0] if row else "" for row in rows[1:]]))`;
  const { stdout, stderr, exitCode } = Bun.spawnSync(["python3", "-c", script, path]);
  expect([exitCode, stderr.toString()]).toEqual([0, ""]);
  return JSON.parse(stdout.toString());
}

const hasPython = Bun.which("python3") !== null;

test.skipIf(!hasPython)("strings come back equal from JSON, NDJSON, CSV and export", async () => {
  const ways = await waysOut(await bundleOf("strings", strings));
  for (const [way, messages] of Object.entries(ways)) expect([way, messages]).toEqual([way, strings]);
});

sharedTest("the big list of naughty strings comes back equal from JSON, NDJSON, CSV and export", async (shared) => {
  const list: string[] = JSON.parse(readFileSync(join(shared, "checks/hostile/strings/blns.json"), "utf8"));
  const ways = await waysOut(await bundleOf("blns", list));
  for (const [way, messages] of Object.entries(ways)) expect([way, messages]).toEqual([way, list]);
});

/** Mostly what formats have a meaning for, so that it comes often. */
const letters = fc.oneof(
  fc.constantFrom(..."\",'\\\n\r\t\0;=|{}[]: a"),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }),
  fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
);

test.skipIf(!hasPython)(
  "any strings come back equal from JSON, NDJSON, CSV and export",
  async () => {
    let run = 0;
    const some = fc.array(fc.string({ unit: letters, maxLength: 20 }), { minLength: 1, maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(some, async (list) => {
        const ways = await waysOut(await bundleOf(`any-${++run}`, list));
        for (const [way, messages] of Object.entries(ways)) expect([way, messages]).toEqual([way, list]);
      }),
      { numRuns: 5, seed: 3 },
    );
  },
  120_000,
);

/** As WINK begins its lines, which are read in another way than others. */
const sixKeys = '"timestamp":"2026-03-01T10:00:00Z","level":"INFO","logger":"l","event":"e","message":"m"';

test("any JSON value comes back as it was written", async () => {
  let run = 0;
  const objects = fc.dictionary(fc.string({ unit: letters }), fc.jsonValue({ noUnicodeString: false }));
  await fc.assert(
    fc.asyncProperty(fc.array(objects, { minLength: 1, maxLength: 60 }), async (list) => {
      const texts = list.map((object) => JSON.stringify(object));
      const log = join(folder.path, `values-${++run}.log`);
      writeFileSync(
        log,
        texts
          .map((context, n) => `{${n % 2 === 0 ? '"level":"INFO","message":"m"' : sixKeys},"context":${context}}\n`)
          .join(""),
      );
      const bundle = `${log}.db`;
      expect((await measured(["create", "--logs", log, "-o", bundle], folder.path)).code).toBe(0);
      const asked = "SELECT context FROM logs ORDER BY source_line";
      const { out } = await measured(["query", bundle, asked, "--format", "ndjson"], folder.path);
      const rows: { readonly context: string }[] = out
        .trim()
        .split("\n")
        .map((row) => JSON.parse(row));
      expect(rows.map(({ context }) => context)).toEqual(texts);
    }),
    { numRuns: 5, seed: 4 },
  );
}, 120_000);

describe("numbers", () => {
  const written =
    '{"a":9007199254740993,"b":9223372036854775807,"c":9223372036854775808,"d":-9223372036854775808,"e":123456789012345678901234567890,"f":1e400,"g":-0,"h":1.0,"i":1E-400,"2":1,"1":2,"a":3}';
  let bundle = "";

  beforeAll(async () => {
    const log = join(folder.path, "numbers.log");
    writeFileSync(
      log,
      `{"timestamp":"t","level":"INFO","logger":"l","event":"e","message":"m","context":${written}}\n`,
    );
    bundle = join(folder.path, "numbers.db");
    expect((await measured(["create", "--logs", log, "-o", bundle], folder.path)).code).toBe(0);
  });

  test("stay as they were written", async () => {
    const { out } = await measured(["query", bundle, "SELECT context FROM logs", "--format", "csv"], folder.path);
    expect(out).toBe(`context\n"${written.replaceAll('"', '""')}"\n`);
  });

  test.each(["json", "ndjson", "csv"])("are exact to the limits of 64 bits as %s", async (format) => {
    const asked = "SELECT context ->> '$.b' AS b, context ->> '$.d' AS d, 9007199254740993 AS a FROM logs";
    const { out } = await measured(["query", bundle, asked, "--format", format], folder.path);
    for (const number of ["9223372036854775807", "-9223372036854775808", "9007199254740993"]) {
      expect(out).toMatch(new RegExp(`(?<![\\d"])${number}(?![\\d".])`));
    }
  });
});

describe("a terminal", () => {
  beforeAll(async () => {
    await bundleOf("terminal", strings);
    writeFileSync(join(folder.path, "\x1b]0;title\x07.log"), "\x1b]0;title\x07\n");
  });

  /** What the program writes to a terminal. */
  async function shown(words: readonly string[]): Promise<string> {
    let text = "";
    const decoder = new TextDecoder();
    const child = Bun.spawn([...program, ...words], {
      cwd: folder.path,
      env: { ...process.env, TERM: "xterm-256color" },
      terminal: {
        cols: 100,
        rows: 40,
        data(_, bytes) {
          text += decoder.decode(bytes, { stream: true });
        },
      },
    });
    expect(await child.exited).toBe(0);
    child.terminal?.close();
    return text;
  }

  test.each([
    ["query", ["query", "terminal.db", "SELECT message, message AS again FROM logs"]],
    ["info", ["info", "terminal.db"]],
    ["logs", ["logs", "terminal.db"]],
    ["timeline", ["timeline", "terminal.db"]],
    ["errors", ["errors", "terminal.db"]],
    ["sessions", ["sessions", "terminal.db"]],
    ["runs", ["runs", "terminal.db"]],
    ["conversations", ["conversations", "terminal.db"]],
    ["verify", ["verify", "terminal.db", "--deep"]],
    ["schema", ["schema", "terminal.db"]],
    ["export", ["export", "terminal.db", "logs"]],
    ["export of JSON", ["export", "terminal.db", "logs", "--format", "json"]],
    ["raw", ["raw", "terminal.db", "terminal.log:14"]],
    ["query of JSON", ["query", "terminal.db", "SELECT message FROM logs", "--format", "json"]],
    ["query of CSV", ["query", "terminal.db", "SELECT message FROM logs", "--format", "csv"]],
    ["extract", ["extract", "terminal.db", "-o", "extracted"]],
    ["merge", ["merge", "terminal.db", "terminal.db", "-o", "merged.db"]],
    ["sources that are named so", ["create", "terminal.log", "\x1b]0;title\x07.log", "-o", "named.db", "--force"]],
  ])("is not steered by %s", async (_, words) => {
    const text = await shown(words);
    expect(text.length).toBeGreaterThan(0);
    // Colours and the progress line are the program's own; titles, bells and clearing the screen would be the bundle's.
    expect(text).not.toMatch(/\x1b\]|\x07|\x1b\[2J|\x9b|\0|\u202e/);
  });
});
