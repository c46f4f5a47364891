// Format: docs/formats/wink-log.md

import type { JsonNode } from "../base/json.ts";
import { Claim, type Importer } from "./importer.ts";
import { claimOfFirst } from "./shared/head-records.ts";
import { LogReader } from "./shared/wink/log-reader.ts";
import { Transcript } from "./shared/wink/transcript.ts";

export const winkLog = {
  id: "wink-log",
  title: "WINK log (JSON lines)",
  spec: "docs/formats/wink-log.md",
  version: 1,
  appendOnly: true,
  sniff(artifact) {
    if (artifact.archive !== null || artifact.store !== null) return Claim.no;
    return claimOfFirst(artifact.head, claimOf);
  },
  async read(artifact, into) {
    const transcript = new Transcript({ once: false });
    const reader = new LogReader(into, transcript, "auto");
    for await (const lines of artifact.lines()) for (const line of lines) reader.line(line);
    reader.end();
    transcript.end();
  },
} satisfies Importer;

const KEYS = ["timestamp", "level", "logger", "event", "message", "context"];

/** A record that is longer than the head ends early; its message may be missing then. */
function claimOf(record: JsonNode, isCut: boolean): Claim {
  const wanted = isCut ? ["timestamp", "level", "logger"] : ["timestamp", "level", "logger", "message"];
  if (!wanted.every((key) => record.get(key)?.kind === "string")) return Claim.no;
  const keys = record.members().map((member) => member.key);
  const inOrder = keys.every((key, at) => key === KEYS[at]);
  const whole = isCut ? keys.length >= 4 : keys.length === KEYS.length && record.get("context")?.kind === "object";
  return inOrder && whole ? Claim.marker : Claim.shape;
}
