import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { UsageError } from "../../src/base/errors.ts";
import { datasetteMetadata } from "../../src/operations/datasette-metadata.ts";
import { type ExportOptions, exportTables } from "../../src/operations/export.ts";
import { describeSchema } from "../../src/operations/schema.ts";
import { Scratch } from "../support/bundles.ts";
import { writeLog } from "../support/log-files.ts";

const scratch = new Scratch();
const observer = { opened: () => undefined, writing: () => undefined, bytes: () => undefined };
let bundle = "";
let count = 0;

beforeAll(async () => {
  writeLog(scratch.path("run/session.log"), 300);
  bundle = (await scratch.create([scratch.path("run")], { description: "A try" })).output;
});

afterAll(() => scratch.remove());

function target(): string {
  return scratch.path(`out-${++count}`);
}

async function run(options: Partial<ExportOptions>) {
  let text = "";
  const standard = {
    write(piece: string) {
      text += piece;
    },
  };
  const files = await exportTables({
    bundle,
    tables: [],
    query: null,
    format: "csv",
    output: null,
    standard,
    overwrite: "refuse",
    observer,
    ...options,
  });
  return { text, files };
}

test("one table goes to standard output, every row of it", async () => {
  const { text, files } = await run({ tables: ["logs"], format: "ndjson" });
  const rows = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(rows.map(({ message }) => message)).toEqual(Array.from({ length: 300 }, (_, n) => `line ${n + 1}`));
  expect(files).toEqual([{ table: "logs", path: null, rowCount: null }]);
});

test("a query's answer is exported with its values", async () => {
  const query = { sql: "SELECT source_line FROM logs WHERE source_line < ? ORDER BY 1", parameters: [3n] };
  expect((await run({ query })).text).toBe("source_line\n1\n2\n");
});

test("several tables become files of a folder", async () => {
  const output = target();
  const { files } = await run({ tables: ["logs", "sources"], output, format: "json" });
  expect(readdirSync(output).sort()).toEqual(["logs.json", "sources.json"]);
  expect(files.map(({ rowCount }) => rowCount)).toEqual([300, 1]);
  expect(JSON.parse(readFileSync(join(output, "logs.json"), "utf8"))).toHaveLength(300);
});

test("without tables all public ones are written but those of bytes", async () => {
  const output = target();
  await run({ output });
  const all = describeSchema(null).tables.map(({ name }) => `${name}.csv`);
  const left = all.filter((name) => !readdirSync(output).includes(name));
  expect(left.sort()).toEqual(["blobs.csv", "search.csv", "source_chunks.csv"]);
});

test("one table and a file name make that file", async () => {
  const output = `${target()}.csv`;
  await run({ tables: ["sessions"], output });
  expect(readFileSync(output, "utf8")).toStartWith("session_id,parent_session_id,");
  await expect(run({ tables: ["sessions"], output })).rejects.toThrow("the file exists");
});

test("a folder that is there takes the file", async () => {
  const output = target();
  mkdirSync(output);
  await run({ tables: ["sessions"], output });
  expect(readdirSync(output)).toEqual(["sessions.csv"]);
});

describe("refused:", () => {
  test("several tables without a folder", async () => {
    await expect(run({ tables: ["logs", "sources"] })).rejects.toThrow(UsageError);
    await expect(run({})).rejects.toThrow("name one with --output DIR");
  });

  test("a table beside a query", async () => {
    await expect(run({ tables: ["logs"], query: { sql: "SELECT 1", parameters: [] } })).rejects.toThrow("not both");
  });

  test("a table that is not there", async () => {
    await expect(run({ tables: ["log"] })).rejects.toThrow('There is no table "log". Did you mean logs?');
  });

  test("a query with a mistake, which leaves no file", async () => {
    const output = `${target()}.csv`;
    await expect(run({ query: { sql: "SELECT levl FROM logs", parameters: [] }, output })).rejects.toThrow(
      "Did you mean level?",
    );
    expect(existsSync(output)).toBe(false);
    expect(readdirSync(scratch.folder).filter((name) => name.startsWith(".dbundle-partial"))).toEqual([]);
  });
});

test("tables of another program's database are exported; their names lead nowhere", async () => {
  const path = scratch.path("other.db");
  const db = new Database(path);
  db.exec(
    'CREATE TABLE "../../up" (a); CREATE TABLE "a/b" (a); CREATE TABLE con (a); INSERT INTO con VALUES (x\'00ff\')',
  );
  db.close();
  const output = target();
  await run({ bundle: path, output });
  expect(readdirSync(output).sort()).toEqual([".._.._up.csv", "_con.csv", "a_b.csv"]);
  expect(readFileSync(join(output, "_con.csv"), "utf8")).toBe("a\nAP8=\n");
});

describe("Datasette's metadata", () => {
  test("describes every table, label and column that the schema describes", () => {
    const { title, description, databases } = datasetteMetadata(bundle);
    expect(title).toStartWith("Debug Bundle: ");
    expect(description).toBe("A try");
    const [database] = Object.values(databases);
    expect(Object.keys(database!.tables).sort()).toEqual(
      describeSchema(null)
        .tables.map(({ name }) => name)
        .sort(),
    );
    expect(database!.tables.tool_invocations).toMatchObject({ label_column: "tool_name" });
    expect(database!.tables.logs).toMatchObject({ label_column: "event", columns: { level: "as written" } });
    for (const { label_column: label, sort, columns } of Object.values(database!.tables)) {
      for (const named of [label, sort]) if (named !== undefined) expect(columns).toHaveProperty(named);
    }
  });

  test("has ready-made queries that run", async () => {
    const [database] = Object.values(datasetteMetadata(bundle).databases);
    const queries = Object.values(database!.queries);
    expect(queries.length).toBeGreaterThan(5);
    for (const { sql } of queries) {
      const parameters = { words: "line" };
      await run({ query: { sql, parameters }, format: "json" });
    }
  });

  test("is printed by export", () => {
    const main = resolve(import.meta.dir, "../../src/main.ts");
    const { stdout, exitCode } = Bun.spawnSync([process.execPath, main, "export", bundle, "--datasette-metadata"]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout.toString())).toEqual(JSON.parse(JSON.stringify(datasetteMetadata(bundle))));
  });
});

describe("on the command line", () => {
  const main = resolve(import.meta.dir, "../../src/main.ts");
  const spawn = (...words: string[]) => Bun.spawnSync([process.execPath, main, "export", bundle, ...words]);

  test("the drafts' ways of asking work", () => {
    const output = `${target()}/`;
    expect(spawn("--format", "csv", "--tables", "tool_invocations,logs", "--output", output).exitCode).toBe(0);
    expect(readdirSync(output).sort()).toEqual(["logs.csv", "tool_invocations.csv"]);
    expect(spawn("logs", "--format", "csv").stdout.toString().split("\n")).toHaveLength(302);
    const json = spawn("--format", "json", "--query", "SELECT * FROM error_log").stdout.toString();
    expect(JSON.parse(json)).toEqual([]);
  });

  test("a reader that leaves early is no failure", () => {
    const { stdout, exitCode } = Bun.spawnSync([
      "sh",
      "-c",
      `"$0" "$1" export "$2" logs | head -n 1; exit 0`,
      process.execPath,
      main,
      bundle,
    ]);
    expect(stdout.toString()).toStartWith("id,source_id,");
    expect(exitCode).toBe(0);
  });
});

test("what is in the way of a folder is said", async () => {
  const output = target();
  writeFileSync(output, "");
  await expect(run({ tables: ["logs", "sources"], output: `${output}/` })).rejects.toThrow(output);
});
