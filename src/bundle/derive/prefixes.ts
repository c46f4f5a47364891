// A log whose bytes are a prefix of another log's is an older copy of it: marks such sources as superseded.

import type { Database } from "bun:sqlite";
import { zstdDecompressSync } from "node:zlib";

interface LogSource {
  readonly source_id: number;
  readonly source_key: string;
  readonly size_bytes: number;
  readonly head: Uint8Array;
}

interface StoredChunk {
  readonly id: number;
  readonly size_bytes: number;
  readonly sha256: string;
}

/** Compares the chunks' digests, and the bytes of the last one; without originals only whole chunks can tell. */
export function supersedePrefixes(db: Database): void {
  db.exec("UPDATE _sources SET superseded = 0 WHERE superseded = 1");
  const logs = db
    .query<LogSource, []>(
      "SELECT source_id, source_key, size_bytes, head FROM _sources WHERE append_only = 1 AND size_bytes > 0 ORDER BY size_bytes DESC, source_key",
    )
    .all();
  const mark = db.prepare("UPDATE _sources SET superseded = 1 WHERE source_id = ?");
  const chunks = new Chunks(db);
  // Logs with equal heads meet in one group, longest first; a shorter one can only be a prefix of a longer one.
  const groups = new Map<string, LogSource[]>();
  for (const log of logs) {
    const key = groupKey(log.head);
    const longer = groups.get(key);
    if (longer === undefined) {
      groups.set(key, [log]);
      continue;
    }
    if (longer.some((other) => isPrefix(log, other, chunks))) mark.run(log.source_id);
    else longer.push(log);
  }
}

/** Logs shorter than this are compared with those of the same first bytes only when they are that long. */
const groupBytes = 48;

function groupKey(head: Uint8Array): string {
  return Buffer.from(head.subarray(0, groupBytes)).toString("latin1");
}

class Chunks {
  private readonly list;
  private readonly data;
  constructor(db: Database) {
    this.list = db.prepare<StoredChunk, [number]>(
      "SELECT id, size_bytes, sha256 FROM _source_chunks WHERE id >= ?1 * 4294967296 AND id < (?1 + 1) * 4294967296 ORDER BY id",
    );
    this.data = db.prepare<{ data: Uint8Array | null }, [number]>("SELECT data FROM _source_chunks WHERE id = ?");
  }
  of(sourceId: number): readonly StoredChunk[] {
    return this.list.all(sourceId);
  }
  /** The original bytes; null when the bundle does not hold them. */
  bytes(chunk: StoredChunk): Uint8Array | null {
    const data = this.data.get(chunk.id)?.data ?? null;
    return data === null ? null : unpacked(data, chunk.size_bytes);
  }
}

/** Of what `import` writes, see artifacts/chunks. */
const longestChunk = 8 * 1024 * 1024;

function unpacked(data: Uint8Array, sizeBytes: number): Uint8Array | null {
  if (sizeBytes > longestChunk) return null;
  try {
    return zstdDecompressSync(data, { maxOutputLength: Math.max(1, sizeBytes) });
  } catch {
    // Bytes of a damaged bundle, or more than they claim to be: they prove nothing, and `verify` tells of them.
    return null;
  }
}

function isPrefix(shorter: LogSource, longer: LogSource, chunks: Chunks): boolean {
  if (shorter.size_bytes >= longer.size_bytes) return false;
  if (Buffer.compare(shorter.head, longer.head.subarray(0, shorter.head.length)) !== 0) return false;
  const left = chunks.of(shorter.source_id);
  const right = chunks.of(longer.source_id);
  const last = left.length - 1;
  for (let index = 0; index < last; index++) {
    if (left[index]?.sha256 !== right[index]?.sha256) return false;
  }
  const end = left[last];
  const other = right[last];
  if (end === undefined || other === undefined || other.size_bytes < end.size_bytes) return false;
  if (end.sha256 === other.sha256) return true;
  const endBytes = chunks.bytes(end);
  const otherBytes = chunks.bytes(other);
  if (endBytes === null || otherBytes === null) return false;
  return Buffer.compare(endBytes, otherBytes.subarray(0, endBytes.length)) === 0;
}
