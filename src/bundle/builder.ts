// Builds a bundle: a file beside its target that takes one source after another and is renamed when whole.

import type { Database, Statement } from "bun:sqlite";
import type { WriteError } from "../base/write-failure.ts";
import { createIndexes, createLoadingIndexes, createTables, createViews } from "../schema/schema.ts";
import { AtomicFile } from "./atomic-file.ts";
import { openForLoading, widenPages } from "./database.ts";
import { derive } from "./derive/derive.ts";
import type { SearchScope } from "./derive/search.ts";
import { type Assumption, applySettled, settle } from "./derive/settle.ts";
import { sealFile } from "./file-digest.ts";
import { type Expectation, FactStatements, idStride, SourceRows } from "./source-rows.ts";
import { SourceWriter } from "./source-writer.ts";
import { writeStatistics } from "./statistics.ts";
import type { Severity } from "./writer.ts";

/** One run of `create`: where its paths count from and what the user said of it. */
export interface Leaf {
  readonly bundleId: string;
  readonly rootId: string;
  /** UTC. */
  readonly createdAt: string;
  /** UTC; later than `createdAt` when sources are added. */
  readonly importedAt: string;
  readonly dbundleVersion: string;
  readonly sourceDirectory: string | null;
  readonly description: string | null;
  /** JSON object. */
  readonly tags: string | null;
  readonly search: SearchScope;
  readonly originals: "keep" | "drop";
}

/** How a source is read. */
export interface Reading {
  readonly importer: string;
  readonly version: number;
  readonly forced: boolean;
  readonly appendOnly: boolean;
  readonly isArchive: boolean;
}

export interface Occurrence {
  readonly path: string;
  /** The folder of its place. */
  readonly folder: string;
  /** Source id of the archive or wrapper that holds it. */
  readonly containerId: number | null;
  readonly entryIndex: number | null;
}

/** A piece of the original bytes. */
export interface OriginalChunk {
  readonly part: number;
  readonly byteOffset: number;
  readonly firstLine: number | null;
  readonly bytes: Uint8Array;
}

export interface SourceIdentity {
  readonly sourceKey: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly lineCount: number | null;
  readonly head: Uint8Array;
  readonly parts: readonly { readonly suffix: string; readonly sha256: string; readonly sizeBytes: number }[];
}

export type SourceStatus = "imported" | "partial" | "opaque" | "failed";

export interface FinishedSource {
  readonly sourceId: number;
  /** Its bytes were here already: nothing was written but the occurrence. */
  readonly known: boolean;
  readonly status: SourceStatus;
  readonly rowCount: number;
  readonly issueCount: number;
}

/** Version of a reading that was not done: every other one is better. */
const unread = -1;

/** zstd level of the originals: the fastest; they are read rarely and written always. */
const originalsLevel = 1;

export class BundleBuilder {
  readonly db: Database;
  private readonly statements: FactStatements;
  private readonly insertSource: Statement;
  private readonly insertOccurrence: Statement;
  private readonly insertBundleIssue: Statement;
  private readonly known = new Map<string, { sourceId: number; hasData: boolean }>();
  private readonly assumptions: Assumption[] = [];
  private readonly placeSessions = new Map<string, Set<string>>();
  private readonly runSessions = new Map<string, Set<string>>();
  private nextSourceId = 1;

  /** Throws and leaves nothing behind where nothing can be written. */
  static begin(target: string, overwrite: "refuse" | "replace", leaf: Leaf): BundleBuilder {
    const file = new AtomicFile(target, overwrite);
    try {
      return new BundleBuilder(file, leaf);
    } catch (error) {
      const failure = file.failure(error);
      file.discard();
      throw failure ?? error;
    }
  }

  private constructor(
    private readonly file: AtomicFile,
    private readonly leaf: Leaf,
  ) {
    this.db = openForLoading(this.file.temporaryPath);
    createTables(this.db);
    createLoadingIndexes(this.db);
    this.db
      .prepare(
        `INSERT INTO _bundles (bundle_id, root_id, created_at, dbundle_version, source_directory, description, tags, search, originals)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        leaf.bundleId,
        leaf.rootId,
        leaf.createdAt,
        leaf.dbundleVersion,
        leaf.sourceDirectory,
        leaf.description,
        leaf.tags,
        leaf.search,
        leaf.originals,
      );
    this.statements = new FactStatements(this.db);
    this.insertSource = this.db.prepare(
      `INSERT INTO _sources (source_id, source_key, importer, importer_version, forced, append_only, is_archive, sha256,
        size_bytes, line_count, row_count, issue_count, status, imported_at, head)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.insertOccurrence = this.db.prepare(
      `INSERT OR IGNORE INTO _occurrences (bundle_id, root_id, source_id, container_id, path, folder, entry_index)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
    this.insertBundleIssue = this.db.prepare(
      "INSERT INTO _bundle_issues (bundle_id, path, severity, code, message) VALUES (?, ?, ?, ?, ?)",
    );
    this.db.exec("BEGIN");
  }

  get temporaryPath(): string {
    return this.file.temporaryPath;
  }

  /** What is to be told when a write failed, or null when the error is something else. */
  failure(error: unknown): WriteError | null {
    return this.file.failure(error);
  }

  /** Begins a source: all that is written until it is finished or given up belongs to it. */
  beginSource(reading: Reading, occurrence: Occurrence, sizeBytes: number | null): SourceInProgress {
    if (sizeBytes !== null) widenPages(this.db, sizeBytes);
    this.db.exec("SAVEPOINT source");
    const expectation = this.expectationAt(reading, occurrence);
    const rows = new SourceRows(this.statements, this.nextSourceId, expectation);
    const keepsData = occurrence.containerId === null && this.leaf.originals === "keep";
    return new SourceInProgress(rows, this.nextSourceId, reading, occurrence, expectation, keepsData);
  }

  /** Keeps the source, or only its occurrence when the same bytes are here already. */
  finishSource(source: SourceInProgress, identity: SourceIdentity, status: SourceStatus): FinishedSource {
    const known = this.known.get(identity.sourceKey);
    if (known !== undefined) return this.keepOccurrence(source, known);
    const { rows, reading } = source;
    rows.flush();
    rows.writeStatedIdentities();
    for (const [part, { suffix, sha256, sizeBytes }] of identity.parts.entries()) {
      rows.attach("source_parts", [part, suffix, sha256, sizeBytes]);
    }
    const { rowCount, issueCount, lossCount } = rows.tally;
    const settledStatus = status === "imported" && lossCount > 0 ? "partial" : status;
    this.insertSource.run(
      source.sourceId,
      identity.sourceKey,
      reading.importer,
      reading.version,
      reading.forced ? 1 : 0,
      reading.appendOnly ? 1 : 0,
      reading.isArchive ? 1 : 0,
      identity.sha256,
      identity.sizeBytes,
      identity.lineCount,
      rowCount,
      issueCount,
      settledStatus,
      this.leaf.importedAt,
      identity.head.subarray(0, 128),
    );
    this.addOccurrence(source.sourceId, source.occurrence);
    this.db.exec("RELEASE source");
    this.known.set(identity.sourceKey, { sourceId: source.sourceId, hasData: source.keepsData });
    this.nextSourceId++;
    this.remember(source);
    return { sourceId: source.sourceId, known: false, status: settledStatus, rowCount, issueCount };
  }

  /** Names a source that another bundle has read already, so that only where it lies is new. */
  nameSource(sourceKey: string, sizeBytes: number, occurrence: Occurrence): void {
    const known = this.known.get(sourceKey);
    const sourceId = known?.sourceId ?? this.nextSourceId++;
    if (known === undefined) {
      const nothing = new Uint8Array(0);
      const { importedAt } = this.leaf;
      this.insertSource.run(
        ...[sourceId, sourceKey, "named", unread, 0, 0, 0, sourceKey, sizeBytes, null, 0, 0, "imported", importedAt],
        nothing,
      );
      this.known.set(sourceKey, { sourceId, hasData: true });
    }
    this.addOccurrence(sourceId, occurrence);
  }

  /** Forgets what was written since `beginSource`. */
  giveUpSource(): void {
    this.statements.logs.clear();
    this.db.exec("ROLLBACK TO source; RELEASE source");
  }

  /** The source that has these bytes, or null; its original bytes may be missing when only a container holds them. */
  knownSource(sourceKey: string): { readonly sourceId: number; readonly hasData: boolean } | null {
    return this.known.get(sourceKey) ?? null;
  }

  addOccurrence(sourceId: number, occurrence: Occurrence): void {
    const { containerId, path, folder, entryIndex } = occurrence;
    this.insertOccurrence.run(this.leaf.bundleId, this.leaf.rootId, sourceId, containerId, path, folder, entryIndex);
  }

  /** Something that could not become a source. */
  bundleIssue(path: string, severity: Severity, code: string, message: string): void {
    this.insertBundleIssue.run(this.leaf.bundleId, path, severity, code, message);
  }

  /** Derives, indexes, seals and renames; `onStep` names what goes on. */
  finish(onStep: (step: string) => void): void {
    this.db.exec("COMMIT; BEGIN");
    onStep("settling");
    this.db.exec(noteReadings);
    settle(this.db);
    applySettled(this.db, this.assumptions);
    finishDatabase(this.db, this.leaf.search, onStep);
    this.db.exec("COMMIT");
    closeFinished(this.db);
    onStep("sealing");
    sealFile(this.file.temporaryPath);
    this.file.commit();
  }

  discard(): void {
    this.db.close();
    this.file.discard();
  }

  private keepOccurrence(source: SourceInProgress, known: { sourceId: number; hasData: boolean }): FinishedSource {
    const { rowCount, issueCount } = source.rows.tally;
    const chunks = source.keepsData && !known.hasData ? source.takeChunks(this.db) : [];
    this.giveUpSource();
    // The bytes were known from within a container only: now the bundle can hold them itself.
    const fill = this.db.prepare("UPDATE _source_chunks SET data = ? WHERE id = ?");
    for (const { index, data } of chunks) fill.run(data, known.sourceId * idStride + index);
    if (chunks.length > 0) known.hasData = true;
    this.addOccurrence(known.sourceId, source.occurrence);
    return { sourceId: known.sourceId, known: true, status: "imported", rowCount, issueCount };
  }

  private expectationAt(reading: Reading, occurrence: Occurrence): Expectation {
    const sessions = reading.isArchive ? undefined : this.placeSessions.get(occurrence.folder);
    const only = sessions?.size === 1 ? [...sessions][0] : undefined;
    const sessionOfRun = new Map<string, string>();
    for (const [run, stated] of this.runSessions) {
      const session = stated.size === 1 ? [...stated][0] : undefined;
      if (session !== undefined) sessionOfRun.set(run, session);
    }
    return { sessionOfRun, sessionOfPlace: only ?? null };
  }

  private remember({ rows, sourceId, reading, occurrence, expectation }: SourceInProgress): void {
    let statesRuns = false;
    for (const [session, run] of rows.statedIdentities()) {
      if (run !== null) statesRuns = true;
      if (session === null) continue;
      if (!reading.isArchive) addTo(this.placeSessions, occurrence.folder, session);
      if (run !== null) addTo(this.runSessions, run, session);
    }
    const { rowCount, unattributedCount } = rows.tally;
    const { sessionOfPlace } = expectation;
    this.assumptions.push({ sourceId, rowCount, sessionOfPlace, unattributedCount, statesRuns });
  }
}

/** How each source was read, for `conflicts` after a merge; a source that is only named was not read. */
const noteReadings = `
  INSERT INTO _readings (source_key, importer, importer_version, forced, row_count, issue_count)
  SELECT source_key, importer, importer_version, forced, row_count, issue_count FROM _sources WHERE importer_version >= 0
`;

/** A source between its first byte and its identity. */
export class SourceInProgress {
  readonly writer: SourceWriter;
  private chunkCount = 0;

  constructor(
    readonly rows: SourceRows,
    readonly sourceId: number,
    readonly reading: Reading,
    readonly occurrence: Occurrence,
    readonly expectation: Expectation,
    readonly keepsData: boolean,
  ) {
    this.writer = new SourceWriter(rows);
  }

  /** Stores the next piece of the original bytes. */
  chunk(chunk: OriginalChunk): void {
    const { part, byteOffset, firstLine, bytes } = chunk;
    const data = this.keepsData ? Bun.zstdCompressSync(bytes, { level: originalsLevel }) : null;
    const sha256 = Bun.CryptoHasher.hash("sha256", bytes, "hex");
    this.rows.attach("source_chunks", [part, byteOffset, bytes.byteLength, firstLine, sha256, data]);
    this.chunkCount++;
  }

  /** The compressed chunks that were stored, before they are given up. */
  takeChunks(db: Database): { index: number; data: Uint8Array }[] {
    const select = db.prepare<{ data: Uint8Array }, [number]>("SELECT data FROM _source_chunks WHERE id = ?");
    const chunks: { index: number; data: Uint8Array }[] = [];
    for (let index = 0; index < this.chunkCount; index++) {
      const row = select.get(this.sourceId * idStride + index);
      if (row !== null) chunks.push({ index, data: row.data });
    }
    return chunks;
  }
}

/** Indexes, views and all that is derived, on settled facts. */
export function finishDatabase(db: Database, search: SearchScope, onStep: (step: string) => void): void {
  onStep("indexing");
  createIndexes(db);
  createViews(db);
  onStep("deriving");
  writeStatistics(db);
  derive(db, search);
  writeStatistics(db);
}

/** Leaves the file as one that read-only media can open. */
export function closeFinished(db: Database): void {
  db.exec("PRAGMA journal_mode = DELETE");
  // Statements that are not collected yet keep the connection open: without this its lock would stay on the finished file.
  db.exec("PRAGMA locking_mode = NORMAL; SELECT 1 FROM sqlite_schema");
  db.close();
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  const set = map.get(key);
  if (set === undefined) map.set(key, new Set([value]));
  else set.add(value);
}
