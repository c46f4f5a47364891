// The sandbox's own viewer prints a session's folder; a bundle can tell the same, letter by letter.

import { expect } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { sessionText } from "../../src/commands/viewing/session-text.ts";
import { session } from "../../src/operations/sessions/show.ts";
import { plain } from "../../src/terminal/colors.ts";
import { Scratch } from "../support/bundles.ts";
import { type Rows, withBundle } from "../support/created-bundle.ts";
import { sharedTest } from "../support/shared.ts";

const Metadata = v.object({
  session_id: v.string(),
  created_at: v.string(),
  last_used: v.string(),
  container_id: v.string(),
  host_port: v.number(),
  session_storage: v.string(),
  dataset_access: v.string(),
  image: v.string(),
  execution_count: v.number(),
});

const Record = v.object({
  event: v.string(),
  at: v.string(),
  container: v.nullable(v.string()),
  code: v.nullable(v.string()),
  success: v.nullable(v.number()),
  stdout: v.nullable(v.string()),
  error: v.nullable(v.string()),
  artifacts: v.nullable(v.string()),
});

const Artifacts = v.array(v.looseObject({ filename: v.string(), size_bytes: v.number() }));

const LOG = `
  SELECT source_line, event_type AS event, timestamp AS at, payload ->> 'container_id' AS container, NULL AS code,
    NULL AS success, NULL AS stdout, NULL AS error, payload -> 'artifacts' AS artifacts
  FROM events
  UNION ALL
  SELECT source_line, 'code_execution', timestamp, NULL, code, success, stdout, error, NULL FROM executions
  ORDER BY source_line`;

for (const [name, session] of [
  ["normal", "conv"],
  ["repo-example", "9471b3af"],
  ["restart", "job-7"],
] as const) {
  sharedTest(`${name}: metadata, log and Python state read as in the sandbox's viewer`, async (shared) => {
    const folder = join(shared, "corpus/bind", name);
    const printed = readFileSync(join(folder, `viewer-${session}.txt`), "utf8");
    await withBundle([join(folder, "input")], (rows) => {
      const told = [...metadata(rows), "", ...log(rows), ...state(rows)].join("\n");
      const body = printed.slice(printed.indexOf("=== SESSION METADATA"));
      expect(body.slice(0, told.length)).toBe(told);
      expect(body.slice(told.length)).toMatch(/^\n\n(=== ARTIFACTS ===|No artifacts directory found\.)\n*$/);
    });
  });
}

for (const [name, id] of [
  ["normal", "conv"],
  ["repo-example", "9471b3af"],
  ["restart", "job-7"],
] as const) {
  sharedTest(`${name}: showing the session tells every line that the sandbox's viewer prints`, async (shared) => {
    const folder = join(shared, "corpus/bind", name);
    const printed = readFileSync(join(folder, `viewer-${id}.txt`), "utf8");
    const scratch = new Scratch();
    try {
      const { output: bundle } = await scratch.create([join(folder, "input")]);
      const shown = (some: object) =>
        sessionText(session({ bundle, name: id, limit: null, state: true, artifacts: true, ...some }), bundle, {
          width: Number.POSITIVE_INFINITY,
          colors: plain,
        });
      const told = squeezed(shown({}));
      // The viewer counts "1 artifacts".
      const body = printed.slice(printed.indexOf("=== SESSION METADATA")).replaceAll(/\b1 artifacts\b/g, "1 artifact");
      const missing = body.split("\n").filter((line) => !told.includes(squeezed(line.replace(labels, ""))));
      expect(
        missing.filter(
          (line) => !/^===|^No artifacts directory|more$|^(Variables|Imported Modules):/.test(line.trim()),
        ),
      ).toEqual([]);
      expect(shown({ state: false })).not.toContain("\nPython state\n");
      expect(shown({ artifacts: false })).not.toContain("\nArtifacts");
      expect(shown({ limit: 2 })).toContain("Log: the last 2 of ");
    } finally {
      scratch.remove();
    }
  });
}

/** The viewer's names of values, which ours says in other words. */
const labels = /^\s*(\[|[✓✗] Code:|Container:|Output:|Error:|Created (?=\d+ artifacts?)|[A-Z][A-Za-z ]+: )/;

/** Without what only lays the text out. */
function squeezed(text: string): string {
  return text.replace(/(\d\d)T(\d\d:)/g, "$1$2").replace(/\\n|\\t|[\s\]]|\.\.\.$/g, "");
}

type Ask = (sql: string) => Rows;

function metadata(rows: Ask): string[] {
  const [document] = rows("SELECT payload FROM documents WHERE kind = 'bind.session_metadata'");
  const session = v.parse(Metadata, JSON.parse(String(document!.payload)));
  return [
    "=== SESSION METADATA ===",
    `Session ID: ${session.session_id}`,
    `Created: ${seconds(session.created_at)}`,
    `Last Used: ${seconds(session.last_used)}`,
    `Container ID: ${session.container_id}`,
    `Host Port: ${session.host_port}`,
    `Storage Mode: ${session.session_storage}`,
    `Dataset Access: ${session.dataset_access}`,
    `Image: ${session.image}`,
    `Execution Count: ${session.execution_count}`,
  ];
}

function log(rows: Ask): string[] {
  const records = v.parse(v.array(Record), rows(LOG));
  return ["=== SESSION LOG ===", ...records.flatMap((record) => [...entry(record), ""])];
}

function entry(record: v.InferOutput<typeof Record>): string[] {
  const lines = [`[${seconds(record.at)}] ${record.event}`];
  if (record.container !== null) lines.push(`  Container: ${record.container}`);
  if (record.code !== null) lines.push(`  ${record.success === 1 ? "✓" : "✗"} Code: ${cut(record.code, 100)}`);
  if (record.stdout) lines.push(`    Output: ${cut(record.stdout, 200)}`);
  if (record.error) lines.push(`    Error: ${cut(record.error, 200)}`);
  if (record.artifacts !== null) {
    const artifacts = v.parse(Artifacts, JSON.parse(record.artifacts));
    lines.push(`  Created ${artifacts.length} artifacts`);
    lines.push(...artifacts.map((artifact) => `    - ${artifact.filename} (${artifact.size_bytes} bytes)`));
  }
  return lines;
}

function state(rows: Ask): string[] {
  const variables = rows("SELECT name, type, value, captured_at FROM python_variables ORDER BY id");
  const modules = rows("SELECT name FROM python_modules ORDER BY name");
  return [
    "=== PYTHON STATE ===",
    `Captured: ${seconds(String(variables[0]!.captured_at))}`,
    "",
    "Variables:",
    ...variables.map((variable) => `  ${variable.name}: ${variable.type} = ${variable.value}`),
    "",
    "Imported Modules:",
    ...modules.slice(0, 20).map((module) => `  ${module.name}`),
    `  ... and ${modules.length - 20} more`,
  ];
}

function seconds(time: string): string {
  return time.slice(0, 19).replace("T", " ");
}

/** As Python cuts: by code points. */
function cut(text: string, length: number): string {
  const characters = [...text];
  return characters.length > length ? `${characters.slice(0, length).join("")}...` : text;
}
