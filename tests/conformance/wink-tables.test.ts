// The small bundles of WINK's test suite: our answers beside the tables that its own query layer makes of them. Where they
// differ on purpose, the translation below says why.

import { describe, expect } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readTime } from "../../src/base/time.ts";
import { type Rows, withBundle } from "../support/created-bundle.ts";
import { shared, sharedTest } from "../support/shared.ts";

type Ask = (sql: string) => Rows;
type Row = Record<string, unknown>;

interface Case {
  readonly id: string;
  readonly bundle: string;
  readonly expected_tables: Record<
    string,
    { readonly columns: readonly string[]; readonly rows: readonly unknown[][] }
  >;
}

const corpus = shared === null ? null : join(shared, "corpus/wink");
const cases: readonly Case[] =
  corpus === null ? [] : JSON.parse(readFileSync(join(corpus, "conformance.json"), "utf8")).wink_tables;

/** What we answer in the place of each of their tables, and their row as we would say it. */
const comparisons: Readonly<Record<string, { readonly sql: string; readonly ours: (theirs: Row) => Row }>> = {
  logs: {
    sql: `SELECT timestamp, level, logger, event, message, context,
      CASE json_type(context, '$.sequence_number') WHEN 'integer' THEN context ->> '$.sequence_number' END AS seq
      FROM logs ORDER BY id`,
    ours: ({ timestamp, level, logger, event, message, context, seq }) => ({
      timestamp: utc(timestamp),
      level,
      logger: known(logger),
      event,
      message: known(message),
      context,
      seq,
    }),
  },
  transcript: {
    sql: `SELECT timestamp, prompt_name, agent_source, sequence, kind, role, content, tool_name, call_id FROM messages ORDER BY agent_source, sequence`,
    // "" is their unknown. They leave the name out of a result; so do we, since only its use has one.
    ours: (row) => ({
      timestamp: utc(row.timestamp),
      prompt_name: known(row.prompt_name),
      agent_source: row.transcript_source,
      sequence: row.sequence_number,
      kind: row.entry_type,
      role: known(row.role) ?? roleOf(row.entry_type),
      content: known(row.content),
      tool_name: known(row.tool_name),
      call_id: known(row.tool_use_id),
    }),
  },
  session_slices: {
    sql: "SELECT slice_type, payload AS data FROM slice_items ORDER BY id",
    ours: ({ slice_type, data }) => ({ slice_type, data }),
  },
  manifest: {
    sql: `SELECT payload ->> '$.bundle_id' AS bundle_id, payload ->> '$.request.status' AS status, payload ->> '$.request.session_id' AS session_id,
      payload ->> '$.prompt.adapter' AS prompt_adapter FROM documents WHERE kind = 'wink.manifest'`,
    ours: ({ bundle_id, status, session_id, prompt_adapter }) => ({ bundle_id, status, session_id, prompt_adapter }),
  },
  files: {
    // They show other bytes than UTF-8 as hex text.
    sql: `SELECT f.path, coalesce(f.content, lower(hex(b.content))) AS content, f.size_bytes FROM files AS f
      LEFT JOIN blobs AS b ON b.sha256 = f.content_hash AND f.is_binary = 1 ORDER BY f.id`,
    ours: ({ path, content, size_bytes }) => ({ path, content, size_bytes }),
  },
  env_system: { sql: members("system"), ours: (row) => row },
  env_python: { sql: members("python"), ours: (row) => row },
  env_container: { sql: members("container"), ours: (row) => row },
};

describe("the tables of WINK's reader", () => {
  for (const { id, bundle, expected_tables: tables } of cases) {
    sharedTest(id, async () => {
      await withBundle([join(corpus ?? "", bundle)], (ask) => {
        for (const [name, { columns, rows }] of Object.entries(tables)) {
          const comparison = comparisons[name];
          if (comparison === undefined) continue; // Compared below, or a view over a table that is compared.
          const theirs = rows.map((row) => Object.fromEntries(columns.map((column, at) => [column, row[at]])));
          const answer = name.startsWith("env_") ? wide(ask(comparison.sql)) : ask(comparison.sql);
          expect({ name, rows: answer.map(parsed) }).toEqual({
            name,
            rows: theirs.map((row) => parsed(comparison.ours(row))),
          });
        }
        expectErrors(ask, tables);
        expectTranscriptTools(ask, tables);
        expectFlatDocuments(ask, tables);
      });
    });
  }
});

/** They make an error of a log line about a failed tool: for us it is evidence only. They join tracebacks without line feeds. */
function expectErrors(ask: Ask, tables: Case["expected_tables"]): void {
  const theirs = (tables.errors?.rows ?? []).filter((row) => row[1] !== "tool_call");
  const ours = ask("SELECT error_type, message, stack FROM errors");
  expect(ours.map((row) => row.message)).toEqual(theirs.map((row) => row[3]));
  for (const [at, [, source, type, , traceback]] of theirs.entries()) {
    if (source !== "error.json") continue; // Of a log line, they take the event for the type of the error.
    expect([ours[at]?.error_type, String(ours[at]?.stack).replaceAll("\n", "")]).toEqual([type, traceback]);
  }
}

/** For parameters they show the text of the message; we have the parameters. */
function expectTranscriptTools(ask: Ask, tables: Case["expected_tables"]): void {
  const theirs = (tables.transcript_tools?.rows ?? []).map(([, , source, name, id, , result, called]) => [
    source,
    name,
    id,
    result,
    utc(called),
  ]);
  const ours = ask("SELECT agent_source, tool_name, call_id, rendered_output, timestamp FROM tool_calls");
  expect(ours.map((row) => Object.values(row))).toEqual(theirs);
}

/** They cut documents into keys joined by "_" with values as Python prints them; ours are the documents. */
function expectFlatDocuments(ask: Ask, tables: Case["expected_tables"]): void {
  for (const name of ["config", "metrics", "eval"]) {
    const theirs = (tables[name]?.rows ?? []).map(([, key, value]) => [String(key), String(value)]);
    const [document] = ask(`SELECT payload FROM documents WHERE kind = 'wink.${name}'`);
    const leaves = document === undefined ? [] : flat(JSON.parse(String(document.payload)), "");
    expect<string[][]>(leaves).toEqual(theirs);
  }
}

function flat(value: unknown, path: string): [string, string][] {
  if (typeof value !== "object" || value === null) return [[path, String(value)]];
  return Object.entries(value).flatMap(([key, item]) => flat(item, path === "" ? key : `${path}_${key}`));
}

function members(name: string): string {
  return `SELECT m.key, m.value FROM documents AS d, json_each(d.payload) AS m WHERE d.kind = 'wink.environment.${name}'`;
}

function wide(rows: Rows): Rows {
  return [Object.fromEntries(rows.map(({ key, value }) => [String(key), value]))];
}

/** JSON in a cell is compared as a value: they write it again, we keep it. */
function parsed(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [
      key,
      typeof value === "string" && /^[[{]/.test(value) ? JSON.parse(value) : value,
    ]),
  );
}

function known(value: unknown): unknown {
  return value === "" ? null : value;
}

function roleOf(kind: unknown): string | null {
  return kind === "user_message" ? "user" : kind === "assistant_message" ? "assistant" : null;
}

function utc(value: unknown): string | null {
  return readTime(String(value))?.utc ?? null;
}
