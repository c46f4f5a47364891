// A BundleWriter that keeps what importers write, for tests of importers alone.

import { sha256Hex } from "../../src/base/digest.ts";
import type { At, BundleWriter, Issue, StrangeValue, Version } from "../../src/bundle/writer.ts";
import { type FactTable, type Row, readRow } from "../../src/schema/rows.ts";

export type Recorded<T extends FactTable> = Row<T> & { readonly member: string | null; readonly line: number | null };

export class RecordingWriter implements BundleWriter {
  readonly rows: { [T in FactTable]?: Recorded<T>[] } = {};
  readonly issues: (Issue & { member: string | null; line: number | null })[] = [];
  readonly versions: (Version & { member: string | null; line: number | null })[] = [];
  readonly descriptions: Record<string, string> = {};
  readonly blobs = new Map<string, Uint8Array>();
  readonly #root: RecordingWriter;

  constructor(
    root?: RecordingWriter,
    readonly member: string | null = null,
  ) {
    this.#root = root ?? this;
  }

  /** All rows of one table. */
  of<T extends FactTable>(table: T): readonly Recorded<T>[] {
    return this.#list(table);
  }

  log = this.#into("logs");
  event = this.#into("events");
  sliceItem = this.#into("slice_items");
  sliceSnapshot = this.#into("slice_snapshots");
  toolInvocation = this.#into("tool_invocations");
  promptEvent = this.#into("prompt_events");
  message = this.#into("messages");
  file = this.#into("files");
  document = this.#into("documents");
  span = this.#into("spans");
  turn = this.#into("turns");
  block = this.#into("blocks");
  turnBlock = this.#into("turn_blocks");
  timelineEntity = this.#into("timeline_entities");
  agent = this.#into("agents");
  session = this.#into("session_facts");
  run = this.#into("run_facts");
  error = this.#into("error_facts");

  issue(issue: Issue, at?: At): void {
    this.#root.issues.push({ ...issue, member: this.member, line: at?.number ?? null });
  }

  version(version: Version, at?: At): void {
    this.#root.versions.push({ ...version, member: this.member, line: at?.number ?? null });
  }

  strangeRow(table: string, values: Readonly<Record<string, StrangeValue>>, at?: At): boolean {
    const known = readRow(table, values);
    if (known === null) return false;
    this.#list(known.table).push({ ...known.row, member: this.member, line: at?.number ?? null });
    return true;
  }

  describe(key: string, value: string): void {
    this.#root.descriptions[key] = value;
  }

  blob(bytes: Uint8Array): string {
    const sha256 = sha256Hex(bytes);
    this.#root.blobs.set(sha256, bytes);
    return sha256;
  }

  inside(member: string): BundleWriter {
    return new RecordingWriter(this.#root, member);
  }

  #list<T extends FactTable>(table: T): Recorded<T>[] {
    const all: Record<string, unknown> = this.#root.rows;
    all[table] ??= [];
    return all[table] as Recorded<T>[];
  }

  #into<T extends FactTable>(table: T) {
    return (row: Row<T>, at?: At): number =>
      this.#list(table).push({ ...row, member: this.member, line: at?.number ?? null }) - 1;
  }
}
