// Format: docs/formats/pinocchio-run-logs.md

import type { Artifact, Line } from "../artifacts/artifact.ts";
import type { JsonNode } from "../base/json.ts";
import { severityNumber } from "../base/severity.ts";
import type { BundleWriter } from "../bundle/writer.ts";
import { Claim, type Importer } from "./importer.ts";
import { claimOfFirst } from "./shared/head-records.ts";
import { otherMembers, textField, timeColumns } from "./shared/json-fields.ts";
import { eachJsonLine } from "./shared/json-lines.ts";

const ID = "pinocchio-run-logs";
const COLUMNS = ["level", "time", "message", "component", "session_id", "run_id", "trace_id", "span_id"];

export const pinocchioRunLogs: Importer = {
  id: ID,
  title: "Pinocchio run log (zerolog JSON lines)",
  spec: "docs/formats/pinocchio-run-logs.md",
  version: 1,
  appendOnly: true,
  sniff({ head }) {
    return claimOfFirst(head, (record) => (isLogLine(record) && namesConversation(record) ? Claim.marker : Claim.no));
  },
  async read(artifact: Artifact, into) {
    await eachJsonLine(artifact, ID, into, (record, line) => readRecord(record, line, into));
  },
};

/** zerolog's own keys. */
function isLogLine(record: JsonNode): boolean {
  const hasTime = record.get("time") !== undefined;
  return textField(record, "level") !== null && (hasTime || record.get("message") !== undefined);
}

/** What sets pinocchio's lines apart from any other program's. */
function namesConversation(record: JsonNode): boolean {
  return textField(record, "conv_id") !== null && record.get("time")?.kind === "string";
}

function readRecord(record: JsonNode, line: Line, into: BundleWriter): void {
  if (!isLogLine(record)) {
    const message = "The line has not the keys of a zerolog record.";
    into.issue({ severity: "data_loss", code: `${ID}.bad-line`, message, raw: line.text }, line);
    return;
  }
  const level = textField(record, "level");
  into.log(
    {
      session_id: textField(record, "session_id"),
      run_id: textField(record, "run_id"),
      trace_id: textField(record, "trace_id"),
      span_id: textField(record, "span_id"),
      ...timeColumns(textField(record, "time")),
      level: level?.toUpperCase() ?? null,
      severity: level === null ? null : severityNumber(level),
      logger: textField(record, "component"),
      message: textField(record, "message"),
      context: otherMembers(record, COLUMNS),
    },
    line,
  );
}
