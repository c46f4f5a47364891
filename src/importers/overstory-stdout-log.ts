// Format: docs/formats/overstory-stdout-log.md

import type { Line } from "../artifacts/artifact.ts";
import { type JsonNode, parseJson } from "../base/json.ts";
import { readTime } from "../base/time.ts";
import type { BundleWriter } from "../bundle/writer.ts";
import { Claim, type Importer } from "./importer.ts";
import { claimOfFirst } from "./shared/head-records.ts";

const ID = "overstory-stdout-log";

export const overstoryStdoutLog = {
  id: ID,
  title: "overstory stdout.log of an agent's turn (event lines)",
  spec: "docs/formats/overstory-stdout-log.md",
  version: 1,
  appendOnly: true,
  sniff: (artifact) => claimOfFirst(artifact.head, (record) => (isToolEvent(record) ? Claim.shape : Claim.no)),
  async read(artifact, into) {
    for await (const lines of artifact.lines()) for (const line of lines) readLine(line, into);
  },
} satisfies Importer;

function isToolEvent(record: JsonNode): boolean {
  const type = record.get("type")?.string();
  if (type === "tool_start") return record.get("tool")?.string() != null && record.get("args") !== undefined;
  return type === "tool_end" && record.get("tool")?.string() != null && record.get("duration_ms") !== undefined;
}

function readLine(line: Line, into: BundleWriter): void {
  if (line.text.trim() === "") return; // A blank line is no record.
  const result = parseJson(line.text);
  const type = result.ok ? (result.node.get("type")?.string() ?? null) : null;
  if (!result.ok || type === null) {
    const reason = result.ok ? "it states no type" : result.reason;
    const message = `The line is no event: ${reason}.`;
    into.issue({ severity: "data_loss", code: `${ID}.bad-line`, message, raw: line.text }, line);
    return;
  }
  const event = result.node;
  const time = readTime(event.get("timestamp")?.string() ?? "");
  into.event(
    {
      event_type: type,
      session_id: event.get("session_id")?.string(),
      agent_name: event.get("agentName")?.string(),
      timestamp: time?.utc,
      time_assumed: time?.zone === "assumed" ? 1 : 0,
      level: type === "error" ? "error" : null,
      payload: line.text,
    },
    line,
  );
  if (type === "error") {
    const message = event.get("message")?.string() ?? line.text;
    into.error({ error_class: "runtime", error_code: "overstory.error", message, timestamp: time?.utc }, line);
  }
}
