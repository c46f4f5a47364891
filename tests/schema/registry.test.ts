import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import { describeViews } from "../../src/schema/describe.ts";
import { questions } from "../../src/schema/questions.ts";
import { views } from "../../src/schema/registry.ts";
import { attachedColumns, factColumns, identityColumns, provenanceColumns } from "../../src/schema/rows.ts";
import { createIndexes, createTables, createViews } from "../../src/schema/schema.ts";

const db = new Database(":memory:");
createTables(db);
createIndexes(db);
createViews(db);

const namesOf = (type: "table" | "view") =>
  db
    .query<{ name: string }, [string]>("SELECT name FROM sqlite_schema WHERE type = ? ORDER BY name")
    .all(type)
    .map(({ name }) => name);

const columnsOf = (table: string) =>
  db.query<{ name: string; type: string }, [string]>("SELECT name, type FROM pragma_table_info(?)").all(table);

describe("what importers fill is what the migrations made", () => {
  test.each(Object.entries(factColumns))("_%s", (table, columns) => {
    const own = Object.entries(columns).map(([name, kind]) => ({ name, type: kind.toUpperCase() }));
    const shared = [...provenanceColumns, ...identityColumns];
    const made = columnsOf(`_${table}`);
    expect(made.filter(({ name }) => !shared.some((one) => one === name) && name !== "shadowed")).toEqual(own);
    expect(shared.filter((name) => !made.some((column) => column.name === name))).toEqual([]);
  });

  test.each(Object.entries(attachedColumns))("_%s, which is written beside facts", (table, columns) => {
    expect(columnsOf(`_${table}`).map(({ name }) => name)).toEqual(["id", "source_id", ...columns]);
  });
});

describe("the registry", () => {
  test("names every public view once", () => {
    const all = namesOf("view").filter((name) => !name.startsWith("_"));
    expect(views.map(({ name }) => name).sort()).toEqual(all);
  });

  test.each(views.map((view) => [view.name, view] as const))(
    "knows columns that %s has",
    (name, { key, label, time }) => {
      const columns = new Set(columnsOf(name).map((column) => column.name));
      const wanted = [...key, label, time].filter((column) => column !== undefined);
      expect(key.length).toBeGreaterThan(0);
      expect(wanted.filter((column) => !columns.has(column))).toEqual([]);
    },
  );
});

describe("the comments", () => {
  const described = describeViews();

  test("are there for every public view", () => {
    expect(described.map(({ name }) => name).sort()).toEqual(namesOf("view").filter((name) => !name.startsWith("_")));
  });

  test.each(described.map((view) => [view.name, view] as const))("of %s tell of each column", (name, { columns }) => {
    expect(columns.map((column) => column.name)).toEqual(columnsOf(name).map((column) => column.name));
  });
});

describe("the questions worth asking", () => {
  test("have names of their own", () => {
    expect(questions.length).toBeGreaterThan(15);
    expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length);
  });

  test.each(questions.map((question) => [question.id, question] as const))(
    "%s can be asked of a bundle",
    (_, { title, sql }) => {
      expect(title).toEndWith("?");
      expect(sql).not.toContain(";");
      expect(db.query(sql).all()).toBeArray();
    },
  );

  test.each(questions.map((question) => [question.id, question.sql] as const))(
    "%s uses only public tables",
    (_, sql) => {
      expect(sql).not.toMatch(/\b(FROM|JOIN) _/);
    },
  );
});
