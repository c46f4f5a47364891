// Format: docs/formats/overstory-ndjson-log.md

import type { Line } from "../artifacts/artifact.ts";
import { sha256Hex } from "../base/digest.ts";
import { type JsonNode, parseJson } from "../base/json.ts";
import { severityNumber } from "../base/severity.ts";
import { readTime } from "../base/time.ts";
import type { BundleWriter } from "../bundle/writer.ts";
import { Claim, type Importer } from "./importer.ts";
import { claimOfFirst } from "./shared/head-records.ts";

const ID = "overstory-ndjson-log";
const MEMBERS = ["timestamp", "level", "event", "agentName", "data"];

export const overstoryNdjsonLog = {
  id: ID,
  title: "overstory events.ndjson and tools.ndjson of an agent",
  spec: "docs/formats/overstory-ndjson-log.md",
  version: 1,
  appendOnly: true,
  sniff(artifact) {
    return claimOfFirst(artifact.head, (record, isCut) => {
      const members = isCut ? MEMBERS.slice(0, 4) : MEMBERS;
      return members.every((member) => record.get(member) !== undefined) ? Claim.marker : Claim.no;
    });
  },
  async read(artifact, into) {
    const ends = new RepeatedEnds();
    for await (const lines of artifact.lines()) for (const line of lines) readLine(line, ends, into);
  },
} satisfies Importer;

function readLine(line: Line, ends: RepeatedEnds, into: BundleWriter): void {
  if (line.text.trim() === "") return; // A blank line is no record.
  const result = parseJson(line.text);
  if (!result.ok || result.node.kind !== "object") {
    const reason = result.ok ? `its value is of kind ${result.node.kind}` : result.reason;
    const message = `The line is no log record: ${reason}.`;
    into.issue({ severity: "data_loss", code: `${ID}.bad-line`, message, raw: line.text }, line);
    return;
  }
  const record = result.node;
  const text = (member: string) => record.get(member)?.string() ?? null;
  const [stamp, level] = [text("timestamp"), text("level")];
  const time = stamp === null ? null : readTime(stamp);
  if (time === null) {
    const message = "The record states no readable time.";
    into.issue(
      { severity: "warning", code: `${ID}.bad-time`, message, raw: record.get("timestamp")?.raw ?? null },
      line,
    );
  }
  into.log(
    {
      timestamp: time?.utc,
      time_assumed: time?.zone === "assumed" ? 1 : 0,
      level,
      severity: level === null ? null : severityNumber(level),
      logger: text("agentName"),
      event: text("event"),
      message: record.get("data")?.get("errorMessage")?.string(),
      context: record.get("data")?.raw,
    },
    line,
  );
  const repeated = ends.take(record, { line, utc: time?.utc ?? null });
  if (repeated !== null) {
    // Nothing else is of this series: it only says that the line is never the current one.
    const series = `${ID}:${sha256Hex(`${repeated.line.text}\n${line.text}`)}`;
    into.version({ series, at: repeated.utc, eligible: false }, repeated.line);
  }
}

interface End {
  readonly line: Line;
  readonly utc: string | null;
}

/** A hook writes two `tool.end` lines for one call: one with a duration of 0, then the real one. */
class RepeatedEnds {
  readonly #zero = new Map<string, End>();

  /** The earlier line that this record says again. */
  take(record: JsonNode, end: End): End | null {
    const event = record.get("event")?.string();
    if (event !== "tool.start" && event !== "tool.end") return null;
    const data = record.get("data");
    const key = JSON.stringify([record.get("agentName")?.string(), data?.get("toolName")?.string()]);
    const earlier = this.#zero.get(key) ?? null;
    this.#zero.delete(key);
    if (event === "tool.end" && data?.get("durationMs")?.integer() === 0) this.#zero.set(key, end);
    return event === "tool.end" ? earlier : null;
  }
}
