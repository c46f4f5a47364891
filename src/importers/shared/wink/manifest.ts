// What the small JSON files of a WINK debug bundle state. Format: docs/formats/wink-bundle.md

import type { JsonNode } from "../../../base/json.ts";
import { readTime } from "../../../base/time.ts";
import type { Row } from "../../../bundle/writer.ts";
import { runFact } from "./event.ts";

export interface Manifest {
  readonly bundleId: string | null;
  readonly createdAt: string | null;
  readonly sessionId: string | null;
  readonly requestId: string | null;
  readonly status: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly winkVersion: string | null;
  readonly isTruncated: boolean;
  /** Names of the entries, without their folder; null when the manifest has no list. */
  readonly files: readonly string[] | null;
  /** SHA-256 by name. */
  readonly checksums: ReadonlyMap<string, string>;
}

export interface StatedError {
  readonly type: string | null;
  readonly message: string | null;
  readonly phase: string | null;
  readonly stack: string | null;
}

export function readManifest(node: JsonNode | undefined): Manifest {
  const request = node?.get("request");
  const integrity = node?.get("integrity");
  const isSha256 = (integrity?.get("algorithm")?.string() ?? "sha256") === "sha256";
  const files = node?.get("files");
  return {
    bundleId: stated(node, "bundle_id"),
    createdAt: time(node, "created_at"),
    sessionId: stated(request, "session_id"),
    requestId: stated(request, "request_id"),
    status: stated(request, "status"),
    startedAt: time(request, "started_at"),
    endedAt: time(request, "ended_at"),
    winkVersion: stated(node?.get("build"), "version"),
    isTruncated: node?.get("capture")?.get("limits_applied")?.get("filesystem_truncated")?.boolean() === true,
    files: files?.kind === "array" ? files.items().map((file) => file.string() ?? file.raw) : null,
    checksums: new Map(
      isSha256
        ? integrity
            ?.get("checksums")
            ?.members()
            .map(({ key, value }) => [key, value.string() ?? value.raw])
        : [],
    ),
  };
}

export function readError(node: JsonNode): StatedError {
  const traceback = node.get("traceback");
  const stack = traceback?.kind === "array" ? joined(traceback.items()) : (traceback?.string() ?? null);
  return {
    type: stated(node, "type"),
    message: node.get("message")?.string() ?? null,
    phase: stated(node, "phase"),
    stack,
  };
}

/** The run of the bundle: its ids, and what the manifest and the error say about its request. */
export function bundleRun(
  runId: string,
  context: JsonNode | undefined,
  manifest: Manifest,
  error: StatedError | null,
): Row<"run_facts"> {
  const ids = context === undefined ? { run_id: runId } : runFact(context, runId);
  return {
    ...ids,
    session_id: ids.session_id ?? manifest.sessionId,
    request_id: ids.request_id ?? manifest.requestId,
    started_at: manifest.startedAt,
    ended_at: manifest.endedAt,
    status: runStatus(manifest.status),
    error_type: error?.type ?? null,
    error_message: error?.message ?? null,
  };
}

/** The manifest's `success` and `error` in the words of all runs. */
export function runStatus(status: string | null): string | null {
  if (status === "success") return "completed";
  return status === "error" ? "failed" : status;
}

export function errorFact(error: StatedError): Row<"error_facts"> {
  return {
    error_class: errorClass(error),
    error_code: error.phase === null ? null : `wink.${error.phase}`,
    error_type: error.type,
    message: error.message,
    stack: error.stack,
  };
}

/** By the phase that WINK states, else by the names of its and Python's exception classes. */
function errorClass({ type, phase }: StatedError): string {
  if (phase === "tool") return "tool";
  const name = type ?? "";
  if (/Validation/.test(name)) return "validation";
  if (/^Tool/.test(name)) return "tool";
  if (/Timeout|Connection|Transport/.test(name)) return "transport";
  if (/^PromptEvaluation|Provider|RateLimit|Throttl/.test(name)) return "provider";
  return "runtime";
}

/** Python's traceback lines end in line feeds; hand-made ones do not. */
function joined(lines: readonly JsonNode[]): string {
  const texts = lines.map((line) => line.string() ?? line.raw);
  return texts.join(texts.every((text) => text.endsWith("\n")) ? "" : "\n");
}

/** A string that is not empty: WINK writes "" for what it does not know. */
export function stated(node: JsonNode | undefined, key: string): string | null {
  return node?.get(key)?.string() || null;
}

function time(node: JsonNode | undefined, key: string): string | null {
  return readTime(node?.get(key)?.string() ?? "")?.utc ?? null;
}
