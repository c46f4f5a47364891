// The original bytes of sources as the bundle keeps them: compressed chunks, each with its own sha256.

import type { Database } from "bun:sqlite";
import { zstdDecompressSync } from "node:zlib";
import { messageOf } from "../base/errors.ts";

export interface StoredSource {
  readonly sourceId: number;
  readonly sourceKey: string;
  /** Id of the importer, `opaque`, or `wrapper`. */
  readonly importer: string;
  readonly importerVersion: number;
  readonly forced: boolean;
  /** Of the first part. */
  readonly sha256: string;
  /** Of all parts. */
  readonly sizeBytes: number;
  /** Null: not a text. */
  readonly lineCount: number | null;
}

export interface StoredPart {
  readonly part: number;
  /** "" for a file; "-wal" or "-journal" for what lay beside a store. */
  readonly suffix: string;
  readonly sha256: string;
  readonly sizeBytes: number;
}

export interface StoredChunk {
  readonly id: number;
  readonly part: number;
  /** Within the part. */
  readonly byteOffset: number;
  readonly sizeBytes: number;
  /** Number of the first line that begins in it; null: none does. */
  readonly firstLine: number | null;
  readonly sha256: string;
  readonly hasData: boolean;
}

export interface StoredOccurrence {
  readonly rootId: string;
  readonly path: string;
  readonly containerId: number | null;
  readonly entryIndex: number | null;
}

/** The bytes are not what the bundle says they are; the message ends a sentence. */
export class DamagedOriginal extends Error {
  override readonly name = "DamagedOriginal";
}

const sourceColumns = `source_id AS sourceId, source_key AS sourceKey, importer, importer_version AS importerVersion,
  forced = 1 AS forced, sha256, size_bytes AS sizeBytes, line_count AS lineCount`;

export function storedSources(db: Database): StoredSource[] {
  return db.query<SourceRow, []>(`SELECT ${sourceColumns} FROM _sources ORDER BY source_id`).all().map(asSource);
}

export function storedSource(db: Database, sourceId: number): StoredSource | null {
  const row = db.query<SourceRow, [number]>(`SELECT ${sourceColumns} FROM _sources WHERE source_id = ?`).get(sourceId);
  return row === null ? null : asSource(row);
}

type SourceRow = Omit<StoredSource, "forced"> & { readonly forced: number };

function asSource(row: SourceRow): StoredSource {
  return { ...row, forced: row.forced === 1 };
}

export function partsOf(db: Database, sourceId: number): StoredPart[] {
  return db
    .query<StoredPart, [number]>(
      `SELECT part, suffix, sha256, size_bytes AS sizeBytes FROM _source_parts WHERE source_id = ? ORDER BY part`,
    )
    .all(sourceId);
}

/** In the order of their bytes. */
export function chunksOf(db: Database, sourceId: number, part: number): StoredChunk[] {
  return db
    .query<Omit<StoredChunk, "hasData"> & { hasData: number }, [number, number]>(
      `SELECT id, part, byte_offset AS byteOffset, size_bytes AS sizeBytes, first_line AS firstLine, sha256,
         data IS NOT NULL AS hasData
       FROM _source_chunks WHERE source_id = ? AND part = ? ORDER BY byte_offset, id`,
    )
    .all(sourceId, part)
    .map((row) => ({ ...row, hasData: row.hasData === 1 }));
}

/** Whether the bundle itself holds its bytes; an empty source has none to hold. */
export function hasOriginal(db: Database, source: StoredSource): boolean {
  const missing = db
    .query<{ n: number }, [number]>("SELECT count(*) AS n FROM _source_chunks WHERE source_id = ? AND data IS NULL")
    .get(source.sourceId);
  return missing?.n === 0;
}

export function occurrencesOf(db: Database, sourceId: number): StoredOccurrence[] {
  return db
    .query<StoredOccurrence, [number]>(
      `SELECT root_id AS rootId, path, container_id AS containerId, entry_index AS entryIndex
       FROM _occurrences WHERE source_id = ? ORDER BY path, root_id`,
    )
    .all(sourceId);
}

/** The bytes of a chunk that the bundle holds, proved by their digest. Throws `DamagedOriginal`. */
export function chunkBytes(db: Database, chunk: StoredChunk): Uint8Array {
  const row = db
    .query<{ data: Uint8Array | null }, [number]>("SELECT data FROM _source_chunks WHERE id = ?")
    .get(chunk.id);
  if (row?.data == null) throw new DamagedOriginal("the bundle does not hold its bytes");
  return proved(chunk, unpacked(row.data, chunk));
}

/** The bytes of one part, chunk by chunk; proves each chunk and, at the end, the whole. Throws `DamagedOriginal`. */
export function* partBytes(db: Database, sourceId: number, part: StoredPart): Generator<Uint8Array> {
  const hash = new Bun.CryptoHasher("sha256");
  let size = 0;
  for (const chunk of chunksOf(db, sourceId, part.part)) {
    if (chunk.byteOffset !== size) throw new DamagedOriginal(`${size} bytes lead to a chunk at ${chunk.byteOffset}`);
    const bytes = chunkBytes(db, chunk);
    hash.update(bytes);
    size += bytes.byteLength;
    yield bytes;
  }
  if (size !== part.sizeBytes) throw new DamagedOriginal(`it has ${size} bytes instead of ${part.sizeBytes}`);
  if (hash.digest("hex") !== part.sha256) throw new DamagedOriginal("its sha256 differs");
}

/** Of what `import` writes, see artifacts/chunks. */
const longestChunk = 8 * 1024 * 1024;

function unpacked(data: Uint8Array, { byteOffset, sizeBytes }: StoredChunk): Uint8Array {
  if (sizeBytes > longestChunk) throw new DamagedOriginal(`the chunk at byte ${byteOffset} claims ${sizeBytes} bytes`);
  try {
    return zstdDecompressSync(data, { maxOutputLength: Math.max(1, sizeBytes) });
  } catch (error) {
    throw new DamagedOriginal(`the chunk at byte ${byteOffset} cannot be unpacked (${messageOf(error)})`);
  }
}

function proved({ byteOffset, sizeBytes, sha256 }: StoredChunk, bytes: Uint8Array): Uint8Array {
  const isWhole = bytes.byteLength === sizeBytes && Bun.CryptoHasher.hash("sha256", bytes, "hex") === sha256;
  if (!isWhole) throw new DamagedOriginal(`the sha256 of the chunk at byte ${byteOffset} differs`);
  return bytes;
}
