// One reading of a WINK debug bundle: its entries in the order in which they explain each other. Format: docs/formats/wink-bundle.md

import { isUtf8 } from "node:buffer";
import type { Archive, ArchiveEntry } from "../../../artifacts/artifact.ts";
import { sha256Hex } from "../../../base/digest.ts";
import { type JsonNode, parseJson } from "../../../base/json.ts";
import type { BundleWriter, Severity } from "../../../bundle/writer.ts";
import { entryNumber, readEntry, textOf, writeFile } from "./archive-files.ts";
import { BUNDLE_FOLDER } from "./archive-kind.ts";
import { CallIds } from "./call-ids.ts";
import { LogReader } from "./log-reader.ts";
import { bundleRun, errorFact, type Manifest, readError, readManifest, runStatus, stated } from "./manifest.ts";
import { SnapshotReader, type SnapshotReading } from "./snapshot.ts";
import { Transcript } from "./transcript.ts";

const FILESYSTEM = "filesystem/";
const AFTER = "session/after.jsonl";
const BEFORE = "session/before.jsonl";
const TRANSCRIPT = "transcript.jsonl";
const LOGS = /^logs\/[^/]+\.jsonl$/;

export class BundleReading {
  readonly #archive: Archive;
  readonly #into: BundleWriter;
  readonly #entries: ReadonlyMap<string, ArchiveEntry>;
  readonly #done = new Set<ArchiveEntry>();
  #manifest: Manifest = readManifest(undefined);
  #runId: string | null = null;

  constructor(archive: Archive, into: BundleWriter) {
    this.#archive = archive;
    this.#into = into;
    const files = archive.entries.filter((entry) => !entry.isDirectory);
    // Of entries with one name the first is read as what it is; the others are kept beside it.
    this.#entries = new Map(files.toReversed().map((entry) => [nameInBundle(entry), entry]));
  }

  read(): void {
    for (const problem of this.#archive.problems) this.#into.issue(problem);
    const manifest = this.#json("manifest.json");
    this.#manifest = readManifest(manifest);
    this.#checkManifest(manifest);
    const context = this.#json("run_context.json");
    this.#runId = stated(context, "run_id");
    const runIds = this.#sessions(this.#logs());
    this.#runId ??= runIds.size === 1 ? ([...runIds][0] ?? null) : null;
    this.#document("manifest.json", this.#manifest.createdAt);
    this.#document("run_context.json");
    this.#outcome(context);
    this.#experiment();
    for (const entry of this.#archive.entries) this.#rest(entry);
  }

  #checkManifest(node: JsonNode | undefined): void {
    const { files, winkVersion, isTruncated } = this.#manifest;
    if (node === undefined) this.#issue("warning", "no-manifest", "The bundle has no manifest that can be read");
    if (winkVersion !== null) this.#into.describe("wink_version", winkVersion);
    if (isTruncated) this.#issue("info", "truncated-files", "The writer left out files that were beyond its limits");
    const listed = new Map<string, number>();
    for (const name of files ?? []) listed.set(name, (listed.get(name) ?? 0) + 1);
    for (const [name, times] of listed) {
      if (times > 1) {
        const message = `The manifest lists ${name} ${times} times: of files with one name the last has replaced the others`;
        this.#issue("warning", "duplicate-name", message);
      }
      if (!this.#entries.has(name)) {
        this.#issue("data_loss", "missing-entry", `The manifest lists ${name}, the archive lacks it`);
      }
    }
  }

  /** Returns the runs that the events of the session name. */
  #sessions(callIds: CallIds): ReadonlySet<string> {
    const after = this.#snapshots(AFTER, { trigger: "after", eligible: true, callIds });
    const isReplaced = after !== null && after.count > 0;
    const before = this.#snapshots(BEFORE, { trigger: "before", eligible: !isReplaced, callIds });
    if (!isReplaced && before !== null && before.count > 0) {
      this.#issue("info", "state-before", `There is no ${AFTER}: the session's state is that of ${BEFORE}`);
    }
    return after?.runIds ?? new Set();
  }

  #snapshots(name: string, reading: SnapshotReading): SnapshotReader | null {
    const opened = this.#open(name);
    if (opened === null) return null;
    const reader = new SnapshotReader(opened.into, reading);
    for (const lines of this.#archive.lines(opened.bytes)) for (const line of lines) reader.line(line);
    return reader;
  }

  /** The log has the transcript too, and whole: what stands in both counts once. */
  #logs(): CallIds {
    const transcript = new Transcript({ once: true });
    const logs = [...this.#entries.keys()].filter((name) => LOGS.test(name)).sort();
    for (const name of logs) this.#logLines(name, transcript, "both");
    this.#logLines(TRANSCRIPT, transcript, "transcript");
    transcript.end();
    return new CallIds(transcript.shown);
  }

  #logLines(name: string, transcript: Transcript, reading: "both" | "transcript"): void {
    const opened = this.#open(name);
    if (opened === null) return;
    const reader = new LogReader(opened.into, transcript, reading);
    for (const lines of this.#archive.lines(opened.bytes)) for (const line of lines) reader.line(line);
    reader.end();
  }

  #outcome(context: JsonNode | undefined): void {
    const manifest = this.#manifest;
    const node = this.#json("error.json");
    const error = node === undefined ? null : readError(node);
    this.#document("error.json");
    if (manifest.sessionId !== null) {
      const { sessionId: session_id, endedAt: last_activity_at } = manifest;
      this.#into.session({ session_id, last_activity_at, status: runStatus(manifest.status) });
    }
    if (this.#runId !== null) this.#into.run(bundleRun(this.#runId, context, manifest, error));
    if (error !== null) this.#member("error.json").error({ ...this.#ids(), ...errorFact(error) });
  }

  #experiment(): void {
    const evaluation = this.#json("eval.json");
    const asked = this.#json("request/input.json")?.get("experiment");
    const name = stated(evaluation, "experiment_name") ?? stated(evaluation, "experiment") ?? stated(asked, "name");
    const tag = stated(asked, "overrides_tag");
    if (name !== null) this.#into.describe("experiment_name", name);
    if (tag !== null) this.#into.describe("experiment_tag", tag);
    const failure = stated(evaluation, "error");
    if (failure !== null) this.#member("eval.json").error({ ...this.#ids(), error_class: "runtime", message: failure });
  }

  #rest(entry: ArchiveEntry): void {
    if (entry.isDirectory || this.#done.has(entry)) return; // A folder has no content.
    const name = nameInBundle(entry);
    if (this.#entries.get(name) !== entry) {
      this.#issue(
        "warning",
        "duplicate-entry",
        `The archive has ${name} twice: the first is read, the others are kept beside it`,
      );
    }
    if (!name.startsWith(FILESYSTEM)) {
      this.#documentOf(entry, null);
      return;
    }
    this.#done.add(entry);
    const opened = this.#openEntry(entry);
    const { bundleId } = this.#manifest;
    writeFile(name.slice(FILESYSTEM.length), entry, opened.bytes, opened.into, {
      archive_id: bundleId,
      ...this.#ids(),
    });
  }

  #document(name: string, timestamp: string | null = null): void {
    const entry = this.#entries.get(name);
    if (entry !== undefined) this.#documentOf(entry, timestamp);
  }

  #documentOf(entry: ArchiveEntry, timestamp: string | null): void {
    this.#done.add(entry);
    const name = nameInBundle(entry);
    const { bytes, into } = this.#openEntry(entry);
    if (bytes !== null && !isUtf8(bytes)) {
      writeFile(name, entry, bytes, into, { archive_id: this.#manifest.bundleId, ...this.#ids() });
      return;
    }
    const payload = bytes === null ? null : payloadOf(textOf(bytes), name, into, entry);
    into.document({ ...this.#ids(), kind: documentKind(name), key: name, timestamp, payload }, entryNumber(entry));
  }

  /** The object that a file holds; its document is written by whoever asks for it or with the rest. */
  #json(name: string): JsonNode | undefined {
    const entry = this.#entries.get(name);
    const bytes = entry === undefined ? null : this.#archive.read(entry).bytes;
    const result = bytes === null ? null : parseJson(textOf(bytes));
    return result?.ok === true && result.node.kind === "object" ? result.node : undefined;
  }

  /** A file of lines: its rows are all that it gives. */
  #open(name: string): { bytes: Uint8Array; into: BundleWriter } | null {
    const entry = this.#entries.get(name);
    if (entry === undefined) return null;
    this.#done.add(entry);
    const { bytes, into } = this.#openEntry(entry);
    return bytes === null ? null : { bytes, into };
  }

  #openEntry(entry: ArchiveEntry): { bytes: Uint8Array | null; into: BundleWriter } {
    const into = this.#into.inside(entry.name);
    const bytes = readEntry(this.#archive, entry, into);
    const wanted = this.#manifest.checksums.get(nameInBundle(entry));
    if (bytes !== null && wanted !== undefined && sha256Hex(bytes) !== wanted.toLowerCase()) {
      const message = "The entry does not have the checksum that the manifest states; it is read all the same";
      into.issue({ severity: "warning", code: "wink-bundle.checksum", message }, entryNumber(entry));
    }
    return { bytes, into };
  }

  #member(name: string): BundleWriter {
    return this.#into.inside(BUNDLE_FOLDER + name);
  }

  #ids() {
    return { session_id: this.#manifest.sessionId, run_id: this.#runId };
  }

  #issue(severity: Severity, kind: string, message: string): void {
    this.#into.issue({ severity, code: `wink-bundle.${kind}`, message });
  }
}

function nameInBundle(entry: ArchiveEntry): string {
  return entry.name.startsWith(BUNDLE_FOLDER) ? entry.name.slice(BUNDLE_FOLDER.length) : entry.name;
}

/** `environment/system.json` is `wink.environment.system`. */
function documentKind(name: string): string {
  return `wink.${name
    .replace(/\.(?:json|txt)$/, "")
    .replaceAll("/", ".")
    .toLowerCase()}`;
}

/** JSON as it is written, without blanks around it; any other text whole. */
function payloadOf(text: string, name: string, into: BundleWriter, entry: ArchiveEntry): string {
  if (!name.endsWith(".json")) return text;
  const result = parseJson(text);
  if (result.ok) return result.node.raw;
  const message = `The file is no JSON: ${result.reason}; its text is kept as it is`;
  into.issue({ severity: "warning", code: "wink-bundle.bad-json", message, raw: text }, entryNumber(entry));
  return text;
}
