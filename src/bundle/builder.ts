// Builds a bundle: a file beside its target that takes one source after another and is renamed when whole.

import type { Database } from "bun:sqlite";
import type { WriteError } from "../base/write-failure.ts";
import { createLoadingIndexes, createTables } from "../schema/schema.ts";
import { AtomicFile } from "./atomic-file.ts";
import { openForLoading, widenPages } from "./database.ts";
import { applySettled, settle } from "./derive/settle.ts";
import { sealFile } from "./file-digest.ts";
import { closeFinished, finishDatabase } from "./finish.ts";
import { type Leaf, LeafRows, type SourceIdentity, type SourceStatus } from "./leaf-rows.ts";
import { fillChunks, type Occurrence, type Reading, SourceInProgress } from "./source-in-progress.ts";
import { FactStatements, SourceRows } from "./source-rows.ts";
import { StatedSessions } from "./stated-sessions.ts";
import type { Severity } from "./writer.ts";

export interface FinishedSource {
  readonly sourceId: number;
  /** Its bytes were here already: nothing was written but the occurrence. */
  readonly known: boolean;
  readonly status: SourceStatus;
  readonly rowCount: number;
  readonly issueCount: number;
}

/** A source that the bundle holds. */
interface KnownSource {
  readonly sourceId: number;
  /** False while only a container holds its original bytes. */
  hasData: boolean;
}

export class BundleBuilder {
  private readonly db: Database;
  private readonly statements: FactStatements;
  private readonly leafRows: LeafRows;
  private readonly stated = new StatedSessions();
  private readonly known = new Map<string, KnownSource>();
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
    this.leafRows = new LeafRows(this.db, leaf);
    this.statements = new FactStatements(this.db);
    this.db.exec("BEGIN");
  }

  get temporaryPath(): string {
    return this.file.temporaryPath;
  }

  /** What is to be told when a write failed, or null when the error is something else. */
  failure(error: unknown): WriteError | null {
    return this.file.failure(error);
  }

  /** Begins a source: all that is written until it is finished belongs to it. */
  beginSource(reading: Reading, occurrence: Occurrence, sizeBytes: number | null): SourceInProgress {
    if (sizeBytes !== null) widenPages(this.db, sizeBytes);
    this.db.exec("SAVEPOINT source");
    const expectation = this.stated.expectationAt(reading, occurrence);
    const rows = new SourceRows(this.statements, this.nextSourceId, expectation);
    const keepsData = occurrence.containerId === null && this.leaf.originals === "keep";
    return new SourceInProgress(rows, this.nextSourceId, reading, occurrence, expectation, keepsData);
  }

  /** Keeps the source, or only its occurrence when the same bytes are here already. */
  finishSource(source: SourceInProgress, identity: SourceIdentity, status: SourceStatus): FinishedSource {
    const known = this.known.get(identity.sourceKey);
    return known === undefined ? this.keepSource(source, identity, status) : this.keepOccurrence(source, known);
  }

  /** Names a source that another bundle has read already, so that only where it lies is new. */
  nameSource(sourceKey: string, sizeBytes: number, occurrence: Occurrence): void {
    const known = this.known.get(sourceKey);
    const sourceId = known?.sourceId ?? this.nextSourceId++;
    if (known === undefined) {
      this.leafRows.addNamedSource(sourceId, sourceKey, sizeBytes);
      this.known.set(sourceKey, { sourceId, hasData: true });
    }
    this.leafRows.addOccurrence(sourceId, occurrence);
  }

  /** Something that could not become a source. */
  bundleIssue(path: string, severity: Severity, code: string, message: string): void {
    this.leafRows.addIssue(path, severity, code, message);
  }

  /** Derives, indexes, seals and renames; `onStep` names what goes on. */
  finish(onStep: (step: string) => void): void {
    this.db.exec("COMMIT; BEGIN");
    onStep("settling");
    this.db.exec(noteReadings);
    settle(this.db);
    applySettled(this.db, this.stated.assumptions);
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

  private keepSource(source: SourceInProgress, identity: SourceIdentity, status: SourceStatus): FinishedSource {
    const { rows, sourceId, reading, occurrence } = source;
    rows.flush();
    rows.writeStatedIdentities();
    for (const [part, { suffix, sha256, sizeBytes }] of identity.parts.entries()) {
      rows.attach("source_parts", [part, suffix, sha256, sizeBytes]);
    }
    const { rowCount, issueCount, lossCount } = rows.tally;
    const settledStatus = status === "imported" && lossCount > 0 ? "partial" : status;
    this.leafRows.addSource({ sourceId, reading, identity, status: settledStatus, rowCount, issueCount });
    this.leafRows.addOccurrence(sourceId, occurrence);
    this.db.exec("RELEASE source");
    this.known.set(identity.sourceKey, { sourceId, hasData: source.keepsData });
    this.nextSourceId++;
    this.stated.note(source);
    return { sourceId, known: false, status: settledStatus, rowCount, issueCount };
  }

  private keepOccurrence(source: SourceInProgress, known: KnownSource): FinishedSource {
    const { rowCount, issueCount } = source.rows.tally;
    const chunks = source.keepsData && !known.hasData ? source.takeChunks(this.db) : [];
    this.giveUpSource();
    // The bytes were known from within a container only: now the bundle can hold them itself.
    fillChunks(this.db, known.sourceId, chunks);
    if (chunks.length > 0) known.hasData = true;
    this.leafRows.addOccurrence(known.sourceId, source.occurrence);
    return { sourceId: known.sourceId, known: true, status: "imported", rowCount, issueCount };
  }

  /** Forgets what was written since `beginSource`. */
  private giveUpSource(): void {
    this.statements.logs.clear();
    this.db.exec("ROLLBACK TO source; RELEASE source");
  }
}

/** How each source was read, for `conflicts` after a merge; a source that is only named was not read. */
const noteReadings = `
  INSERT INTO _readings (source_key, importer, importer_version, forced, row_count, issue_count)
  SELECT source_key, importer, importer_version, forced, row_count, issue_count FROM _sources WHERE importer_version >= 0
`;
