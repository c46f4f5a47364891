// The rows that say what a bundle was made of: its run of `create`, the sources, where they lay, and what became no source.

import type { Database, Statement } from "bun:sqlite";
import type { SearchScope } from "./derive/search.ts";
import type { Occurrence, Reading } from "./source-in-progress.ts";
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

export interface SourceIdentity {
  readonly sourceKey: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly lineCount: number | null;
  readonly head: Uint8Array;
  readonly parts: readonly { readonly suffix: string; readonly sha256: string; readonly sizeBytes: number }[];
}

export type SourceStatus = "imported" | "partial" | "opaque" | "failed";

/** A source's row, but for what the leaf says. */
export interface ReadSource {
  readonly sourceId: number;
  readonly reading: Reading;
  readonly identity: SourceIdentity;
  readonly status: SourceStatus;
  readonly rowCount: number;
  readonly issueCount: number;
}

/** Version of a reading that was not done: every other one is better. */
const unread = -1;

/** Most bytes of a source's beginning that its row keeps. */
const headBytes = 128;

export class LeafRows {
  private readonly source: Statement;
  private readonly occurrence: Statement;
  private readonly issue: Statement;

  /** Adds the leaf's own row. */
  constructor(
    db: Database,
    private readonly leaf: Leaf,
  ) {
    db.prepare(
      `INSERT INTO _bundles (bundle_id, root_id, created_at, dbundle_version, source_directory, description, tags, search, originals)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
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
    this.source = db.prepare(
      `INSERT INTO _sources (source_id, source_key, importer, importer_version, forced, append_only, is_archive, sha256,
        size_bytes, line_count, row_count, issue_count, status, imported_at, head)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.occurrence = db.prepare(
      `INSERT OR IGNORE INTO _occurrences (bundle_id, root_id, source_id, container_id, path, folder, entry_index)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
    this.issue = db.prepare(
      "INSERT INTO _bundle_issues (bundle_id, path, severity, code, message) VALUES (?, ?, ?, ?, ?)",
    );
  }

  addSource({ sourceId, reading, identity, status, rowCount, issueCount }: ReadSource): void {
    this.source.run(
      sourceId,
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
      status,
      this.leaf.importedAt,
      identity.head.subarray(0, headBytes),
    );
  }

  /** A source that another bundle has read: the merge with it brings all but its number and key. */
  addNamedSource(sourceId: number, sourceKey: string, sizeBytes: number): void {
    this.addSource({
      sourceId,
      reading: { importer: "named", version: unread, forced: false, appendOnly: false, isArchive: false },
      identity: { sourceKey, sha256: sourceKey, sizeBytes, lineCount: null, head: new Uint8Array(0), parts: [] },
      status: "imported",
      rowCount: 0,
      issueCount: 0,
    });
  }

  addOccurrence(sourceId: number, { containerId, path, folder, entryIndex }: Occurrence): void {
    this.occurrence.run(this.leaf.bundleId, this.leaf.rootId, sourceId, containerId, path, folder, entryIndex);
  }

  /** Something that could not become a source. */
  addIssue(path: string, severity: Severity, code: string, message: string): void {
    this.issue.run(this.leaf.bundleId, path, severity, code, message);
  }
}
