// What an importer writes to: one source's facts. Everything else (ids, session attribution, originals) is the bundle's affair.

import type { Row } from "../schema/rows.ts";

export type { Row } from "../schema/rows.ts";

/** Where in the source a row comes from; a `Line` of an artifact is one. */
export interface At {
  /** Line, row or entry number, 1-based. */
  readonly number?: number | null;
  /** Where the record begins, in bytes from the start of the artifact or member. */
  readonly byteOffset?: number | null;
}

export type Severity = "info" | "warning" | "data_loss" | "error";

/** A value of a row that comes from outside. */
export type StrangeValue = string | number | bigint | null;

export interface Issue {
  readonly severity: Severity;
  /** Stable, `<importer>.<kebab-words>`. */
  readonly code: string;
  /** One sentence for a person. */
  readonly message: string;
  /** The text that could not be read as expected; cut by the writer when it is very long (the originals have it whole). */
  readonly raw?: string | null;
}

/** Says that rows are one version of a thing that may occur again, newer or older, in this or another source. */
export interface Version {
  /** Names the thing: equal in all its versions. Begins with the importer's id and a colon. */
  readonly series: string;
  /** UTC time that orders versions (then source key, then line); null: this one supersedes nothing and is not superseded. */
  readonly at: string | null;
  /** False: never the current version, whatever its time. */
  readonly eligible?: boolean;
}

/**
 * Writes the facts of one source. Each method gives the row the next `n` of its table and returns it.
 * Values are stored as they are: NULL (null or absent) means that the artifact does not say.
 */
export interface BundleWriter {
  log(row: Row<"logs">, at?: At): number;
  event(row: Row<"events">, at?: At): number;
  sliceItem(row: Row<"slice_items">, at?: At): number;
  sliceSnapshot(row: Row<"slice_snapshots">, at?: At): number;
  toolInvocation(row: Row<"tool_invocations">, at?: At): number;
  promptEvent(row: Row<"prompt_events">, at?: At): number;
  message(row: Row<"messages">, at?: At): number;
  file(row: Row<"files">, at?: At): number;
  document(row: Row<"documents">, at?: At): number;
  span(row: Row<"spans">, at?: At): number;
  turn(row: Row<"turns">, at?: At): number;
  block(row: Row<"blocks">, at?: At): number;
  turnBlock(row: Row<"turn_blocks">, at?: At): number;
  timelineEntity(row: Row<"timeline_entities">, at?: At): number;
  agent(row: Row<"agents">, at?: At): number;
  /** A statement about the session named by `session_id`; many may be made, they are folded order-free. */
  session(row: Row<"session_facts">, at?: At): number;
  /** A statement about the run named by `run_id`. */
  run(row: Row<"run_facts">, at?: At): number;
  /** An error that the artifact states as such; failed tools, failed prompts and logs from ERROR up are found without it. */
  error(row: Row<"error_facts">, at?: At): number;
  issue(issue: Issue, at?: At): void;
  /** Without `at.number` the version covers the whole member (or source); with it, the rows of that line. */
  version(version: Version, at?: At): void;
  /** A describing fact of the source's program or experiment; `replay_of` names the importer that first read its rows. */
  describe(key: "wink_version" | "experiment_name" | "experiment_tag" | "replay_of", value: string): void;
  /** A row whose table and columns come from outside; false, and nothing written, when the schema does not take it. */
  strangeRow(table: string, row: Readonly<Record<string, StrangeValue>>, at?: At): boolean;
  /** Keeps bytes as a blob, once per content; returns their sha256. */
  blob(bytes: Uint8Array): string;
  /** The same writer for one member of an archive or one table of a store: `source_member` of all it writes. */
  inside(member: string): BundleWriter;
}
