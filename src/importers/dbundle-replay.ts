// Format: docs/formats/dbundle-replay.md

import type { Line } from "../artifacts/artifact.ts";
import type { JsonNode } from "../base/json.ts";
import type { BundleWriter, StrangeValue } from "../bundle/writer.ts";
import { Claim, type Importer } from "./importer.ts";
import { claimOfFirst } from "./shared/head-records.ts";
import { eachJsonLine } from "./shared/json-lines.ts";

const ID = "dbundle-replay";

export const dbundleReplay: Importer = {
  id: ID,
  title: "One conversation's rows, as dbundle writes them (JSON lines)",
  spec: "docs/formats/dbundle-replay.md",
  version: 1,
  sniff({ head }) {
    return claimOfFirst(head, (record) => (isHeader(record) ? Claim.marker : Claim.no));
  },
  async read(artifact, into) {
    await eachJsonLine(artifact, ID, into, (record, line) => {
      if (isHeader(record)) readHeader(record, into);
      else if (!readRow(record, line, into)) into.issue(badRow(line), line);
    });
  },
};

function isHeader(record: JsonNode): boolean {
  return record.get("dbundle_replay")?.integer() === 1 && record.get("importer")?.string() != null;
}

function readHeader(header: JsonNode, into: BundleWriter): void {
  const importer = header.get("importer")?.string();
  if (importer != null) into.describe("replay_of", importer);
}

function readRow(record: JsonNode, line: Line, into: BundleWriter): boolean {
  const table = record.get("table")?.string();
  const row = record.get("row");
  if (table == null || row?.kind !== "object") return false;
  const values: Record<string, StrangeValue> = {};
  for (const { key, value } of row.members()) values[key] = strangeValue(value);
  if (!into.strangeRow(table, values, line)) return false;
  const blob = record.get("blob")?.string();
  if (blob != null) into.blob(Buffer.from(blob, "base64"));
  if (record.get("superseded")?.boolean() === true)
    into.version({ series: `${ID}:older`, at: null, eligible: false }, line);
  return true;
}

/** Integers keep their digits. */
function strangeValue(value: JsonNode): StrangeValue {
  return value.string() ?? value.integer() ?? value.number();
}

function badRow(line: Line) {
  return {
    severity: "data_loss",
    code: `${ID}.bad-row`,
    message: "The line is no row of a table that this program knows.",
    raw: line.text,
  } as const;
}
