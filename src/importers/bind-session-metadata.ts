// Format: docs/formats/bind-session-metadata.md

import type { Artifact } from "../artifacts/artifact.ts";
import type { BundleWriter } from "../bundle/writer.ts";
import { Claim, type Importer } from "./importer.ts";
import { StatedMembers } from "./shared/bind/stated-members.ts";
import { readJsonPrefix } from "./shared/json-prefix.ts";
import { headText, wholeObject } from "./shared/whole-json.ts";

const ID = "bind-session-metadata";
const MARKERS = ["session_id", "session_storage", "execution_count"];
/** Members that have a column of their own in `sessions`. */
const COLUMNS = ["session_id", "created_at", "last_used", "stopped_at"];

export const bindSessionMetadata = {
  id: ID,
  title: "LangGraph sandbox session metadata (BIND mode)",
  spec: "docs/formats/bind-session-metadata.md",
  version: 1,
  sniff(artifact) {
    const text = headText(artifact);
    if (!text.includes('"session_storage"')) return Claim.no; // spares other JSON the reading
    const members = readJsonPrefix(text);
    return MARKERS.every((key) => members.has(key)) ? Claim.marker : Claim.no;
  },
  async read(artifact: Artifact, into: BundleWriter) {
    const record = await wholeObject(artifact);
    const stated = new StatedMembers(record, ID, into);
    const session_id = stated.text("session_id");
    const run_id = stated.text("container_id");
    const created = stated.time("created_at");
    const used = stated.time("last_used");
    const stopped = stated.time("stopped_at");
    into.session({
      session_id,
      run_id,
      kind: "sandbox",
      created_at: created.utc,
      last_activity_at: used.utc,
      ended_at: stopped.utc,
      time_assumed: created.assumed === 1 || used.assumed === 1 || stopped.assumed === 1 ? 1 : 0,
      attributes: stated.except(COLUMNS),
    });
    into.document({
      session_id,
      run_id,
      kind: "bind.session_metadata",
      key: session_id,
      timestamp: used.utc ?? created.utc,
      time_assumed: used.utc === null ? created.assumed : used.assumed,
      payload: record.raw,
    });
    if (session_id !== null) into.version({ series: `${ID}:${session_id}`, at: used.utc ?? created.utc });
  },
} satisfies Importer;
