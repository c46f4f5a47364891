// Decides, before anything is copied, which reading of each source a merged bundle keeps and under which number.

import type { Database } from "bun:sqlite";
import { idOf } from "../row-ids.ts";

/** One input's statement about a source. */
export interface Candidate {
  /** Position of the input. */
  readonly input: number;
  readonly sourceId: number;
  readonly importer: string;
  readonly version: number;
  readonly forced: number;
  readonly rowCount: number;
  readonly issueCount: number;
  readonly importedAt: string;
  /** Whether the input holds the original bytes. */
  readonly hasData: boolean;
}

export interface PlannedSource {
  readonly sourceKey: string;
  /** Number in the merged bundle: sources are numbered in the order of their keys. */
  readonly sourceId: number;
  /** Whose facts are kept. */
  readonly facts: Candidate;
  /** Whose original bytes are kept. */
  readonly originals: Candidate;
  /** The earliest time of import. */
  readonly importedAt: string;
}

interface SourceRow {
  readonly source_key: string;
  readonly source_id: number;
  readonly importer: string;
  readonly importer_version: number;
  readonly forced: number;
  readonly row_count: number;
  readonly issue_count: number;
  readonly imported_at: string;
  readonly has_data: number;
}

export class MergePlan {
  private readonly byKey = new Map<string, { facts: Candidate; originals: Candidate; importedAt: string }>();
  private planned: readonly PlannedSource[] | null = null;

  /** Takes in the sources of one input. */
  consider(input: number, db: Database): void {
    using rows = db.prepare<SourceRow, []>(
      `SELECT source_key, source_id, importer, importer_version, forced, row_count, issue_count, imported_at,
        CASE WHEN importer_version < 0 THEN 0
          ELSE ifnull((SELECT c.data IS NOT NULL FROM _source_chunks AS c WHERE c.id = ${idOf("s.source_id", "0")}), 1)
        END AS has_data
       FROM _sources AS s`,
    );
    for (const row of rows.iterate()) this.add(row.source_key, candidateOf(input, row));
    this.planned = null;
  }

  /** All sources of the merged bundle, in the order of their numbers. */
  sources(): readonly PlannedSource[] {
    this.planned ??= [...this.byKey.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([sourceKey, kept], index) => ({ sourceKey, sourceId: index + 1, ...kept }));
    return this.planned;
  }

  private add(sourceKey: string, candidate: Candidate): void {
    const kept = this.byKey.get(sourceKey);
    if (kept === undefined) {
      this.byKey.set(sourceKey, { facts: candidate, originals: candidate, importedAt: candidate.importedAt });
      return;
    }
    if (isBetterReading(candidate, kept.facts)) kept.facts = candidate;
    if (candidate.hasData && !kept.originals.hasData) kept.originals = candidate;
    if (candidate.version >= 0 && candidate.importedAt < kept.importedAt) kept.importedAt = candidate.importedAt;
  }
}

function candidateOf(input: number, row: SourceRow): Candidate {
  return {
    input,
    sourceId: row.source_id,
    importer: row.importer,
    version: row.importer_version,
    forced: row.forced,
    rowCount: row.row_count,
    issueCount: row.issue_count,
    importedAt: row.imported_at,
    hasData: row.has_data === 1,
  };
}

const unclaimed = new Set(["opaque", "wrapper"]);

/** A reading that the user forced, any claim before none, the newer version, the smaller id; then what read more. */
function isBetterReading(a: Candidate, b: Candidate): boolean {
  const differences = [
    Math.sign(a.version) - Math.sign(b.version), // A source that is only named was not read at all.
    a.forced - b.forced,
    Number(!unclaimed.has(a.importer)) - Number(!unclaimed.has(b.importer)),
    a.version - b.version,
    a.importer === b.importer ? 0 : a.importer < b.importer ? 1 : -1,
    a.rowCount - b.rowCount,
    b.issueCount - a.issueCount,
  ];
  return (differences.find((difference) => difference !== 0) ?? 0) > 0;
}
