// Format: docs/formats/bind-session-log.md

import type { Artifact, Line } from "../artifacts/artifact.ts";
import { type JsonNode, parseJson } from "../base/json.ts";
import type { BundleWriter, Row, Severity } from "../bundle/writer.ts";
import { Claim, type Importer } from "./importer.ts";
import { raisedException } from "./shared/bind/python-traceback.ts";
import { StatedMembers, type StatedTime } from "./shared/bind/stated-members.ts";
import { claimOfFirst } from "./shared/head-records.ts";

const ID = "bind-session-log";

/** A key that only this format's record of that event has beside it. */
const MARKERS: ReadonlyMap<string, string> = new Map([
  ["session_started", "container_id"],
  ["code_execution", "code"],
  ["artifacts_created", "artifacts"],
  ["session_stopped", "container_id"],
]);

const EXECUTION_KEYS = ["event", "code", "success", "stdout", "error", "timeout", "timestamp"];

export const bindSessionLog = {
  id: ID,
  title: "LangGraph sandbox session log (BIND mode)",
  spec: "docs/formats/bind-session-log.md",
  version: 1,
  appendOnly: true,
  sniff(artifact) {
    return claimOfFirst(artifact.head, claimOf);
  },
  async read(artifact: Artifact, into: BundleWriter) {
    const log = new SessionLog(into);
    for await (const batch of artifact.lines()) for (const line of batch) log.read(line);
  },
} satisfies Importer;

/** A record that is longer than the head may show nothing but its event. */
function claimOf(record: JsonNode, isCut: boolean): Claim {
  const marker = MARKERS.get(record.get("event")?.string() ?? "");
  if (marker === undefined || record.get("level") !== undefined) return Claim.no;
  if (record.get(marker) !== undefined) return Claim.marker;
  return isCut ? Claim.shape : Claim.no;
}

class SessionLog {
  /** The container of the last `session_started`: what is logged after it ran in there. */
  #container: string | null = null;

  constructor(private readonly into: BundleWriter) {}

  read(line: Line): void {
    if (line.text.trim() === "") return; // a blank line is no record
    if (line.flaw === "invalid-utf8") this.#issue("warning", "invalid-utf8", "Bytes are no UTF-8.", line);
    const result =
      line.flaw === "too-long" ? ({ ok: false, reason: "longer than the limit" } as const) : parseJson(line.text);
    if (!result.ok) {
      this.#issue("data_loss", "bad-line", `The line is no JSON: ${result.reason}.`, line);
    } else if (result.node.kind !== "object") {
      this.#issue("data_loss", "bad-line", `The line is no object but: ${result.node.kind}.`, line);
    } else {
      this.#record(result.node, new StatedMembers(result.node, ID, this.into, line), line);
    }
  }

  #record(node: JsonNode, stated: StatedMembers, line: Line): void {
    const event = stated.text("event");
    const time = stated.time("timestamp");
    const container = stated.text("container_id");
    if (event === "session_started") {
      this.#container = container;
      this.#run({ started_at: time.utc, time_assumed: time.assumed }, line);
    }
    // No known version of the system writes a stop; its documentation shows one.
    if (event === "session_stopped") this.#run({ ended_at: time.utc, time_assumed: time.assumed }, line);
    if (event === "code_execution") this.#execution(stated, time, line);
    if (event === "artifacts_created") this.#artifacts(stated, time, line);
    if (event === null || !MARKERS.has(event)) {
      this.#issue("info", "unknown-event", `The event ${JSON.stringify(event)} is not known.`, line);
    }
    const payload = event === "code_execution" ? stated.except(EXECUTION_KEYS) : node.raw;
    if (payload === null) return; // the tool invocation holds all of the line
    this.into.event(
      {
        run_id: this.#container,
        event_type: event,
        timestamp: time.utc,
        time_assumed: time.assumed,
        payload,
      },
      line,
    );
  }

  #run(row: Row<"run_facts">, line: Line): void {
    if (this.#container !== null) this.into.run({ ...row, run_id: this.#container }, line);
  }

  #execution(stated: StatedMembers, time: StatedTime, line: Line): void {
    const success = stated.boolean("success");
    const error = stated.text("error");
    const raised = error === null || error === "" ? null : raisedException(error);
    this.into.toolInvocation(
      {
        run_id: this.#container,
        adapter: "bind",
        tool_name: "python_exec",
        timestamp: time.utc,
        time_assumed: time.assumed,
        params: stated.only(["code", "timeout"]),
        status: success === null ? "unknown" : success ? "ok" : "error",
        result_success: success === null ? null : Number(success),
        result_message: raised?.message,
        result_value: raised === null ? null : stated.only(["error"]),
        rendered_output: stated.text("stdout"),
        error_type: raised?.type,
      },
      line,
    );
  }

  #artifacts(stated: StatedMembers, time: StatedTime, line: Line): void {
    const artifacts = stated.items("artifacts");
    const count = stated.integer("artifact_count");
    if (count !== null && Number(count) !== artifacts.length) {
      this.#issue(
        "warning",
        "artifact-count",
        `The line counts ${count} artifacts and lists ${artifacts.length}.`,
        line,
      );
    }
    for (const artifact of artifacts) {
      const file = new StatedMembers(artifact, ID, this.into, line);
      const id = file.text("id");
      const path = file.text("filename");
      // The system deletes a file above its size cap without keeping it, and logs no id then.
      if (id === null)
        this.#issue("warning", "artifact-not-kept", `The sandbox kept no bytes of ${path ?? "a file"}.`, line);
      this.into.file(
        {
          run_id: this.#container,
          archive_id: id,
          path,
          size_bytes: file.integer("size_bytes"),
          content_type: file.text("content_type"),
          captured_at: time.utc,
          time_assumed: time.assumed,
        },
        line,
      );
    }
  }

  #issue(severity: Severity, code: string, message: string, line: Line): void {
    this.into.issue({ severity, code: `${ID}.${code}`, message, raw: line.text }, line);
  }
}
