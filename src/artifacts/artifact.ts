// What an importer is given: one artifact's bytes, in the shapes that formats need.

/** One physical line: it ends at LF only; one CR before the LF belongs to the terminator. */
export interface Line {
  /** 1-based. */
  readonly number: number;
  /** The line without its terminator (and without a byte order mark on line 1); invalid UTF-8 is replaced by U+FFFD. */
  readonly text: string;
  /** Where the line begins in the artifact. */
  readonly byteOffset: number;
  /** Why `text` is not the whole truth: bytes that are no UTF-8, or more bytes than the limit (`text` is then a head of it). */
  readonly flaw: "invalid-utf8" | "too-long" | null;
}

/** One record of an archive's central directory, as found. */
export interface ArchiveEntry {
  /** 0-based position in the directory. */
  readonly index: number;
  /** The name as found (decoded as UTF-8, else as CP437): data, never a path to write to. */
  readonly name: string;
  readonly isDirectory: boolean;
  /** Size that the directory claims. */
  readonly claimedBytes: number;
  /** Modification time as the archive writes it (DOS time, no zone): `YYYY-MM-DDTHH:MM:SS`; null when unusable. */
  readonly modifiedAt: string | null;
}

export interface ArchiveProblem {
  readonly severity: "warning" | "data_loss";
  /** For instance `zip.bad-crc`, `zip.truncated`, `zip.entry-too-large`, `zip.ratio`, `zip.encrypted`. */
  readonly code: string;
  readonly message: string;
}

export interface ArchiveContent {
  /** The real bytes; null when none could be read. */
  readonly bytes: Uint8Array | null;
  readonly problems: readonly ArchiveProblem[];
}

/** A ZIP archive read by its central directory; duplicates are kept, nothing is ever written by an entry's name. */
export interface Archive {
  readonly entries: readonly ArchiveEntry[];
  /** Problems of the archive as a whole (lying end records, too many entries, …). */
  readonly problems: readonly ArchiveProblem[];
  /** The content of one entry, under the limits. Never throws for bad content: see `problems`. */
  read(entry: ArchiveEntry): ArchiveContent;
  /** The first bytes of one entry, as many as little work gives (at most 64 KiB); none when they cannot be read. */
  head(entry: ArchiveEntry): Uint8Array;
  /** The lines of a content, in batches, as `Artifact.lines` has them. */
  lines(bytes: Uint8Array): Iterable<readonly Line[]>;
}

/** A SQLite database, copied aside with its `-wal` and `-journal` and opened there; integers arrive as bigint. */
export interface Store {
  readonly userVersion: number;
  /** Name and columns of every ordinary table, in the order of the schema. */
  readonly tables: readonly StoreTable[];
  /** Rows of one table in rowid order (primary key order where there is none), column by name. */
  rows(table: string): Iterable<StoreRow>;
  readonly problems: readonly ArchiveProblem[];
}
export interface StoreTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly primaryKey: readonly string[];
}
export type StoreValue = null | bigint | number | string | Uint8Array;
export type StoreRow = Readonly<Record<string, StoreValue>>;

/** One artifact. Content decides what it is; `path` is data for people, never a reason for a claim or a fact. */
export interface Artifact {
  /** Path inside its root, with `/`. */
  readonly path: string;
  /** The first bytes, at most 64 KiB. */
  readonly head: Uint8Array;
  /** Set when the artifact is a ZIP archive whose directory could be read. */
  readonly archive: Archive | null;
  /** Set when the artifact is a SQLite database that could be opened. */
  readonly store: Store | null;
  /** All lines in order, in batches (a batch an `await`, not a line). May be read once. */
  lines(): AsyncIterable<readonly Line[]>;
  /** The whole content as bytes; throws ArtifactTooLarge above `maximumBytes`. */
  bytes(maximumBytes: number): Promise<Uint8Array>;
}
