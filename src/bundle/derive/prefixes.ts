// A log whose bytes are a prefix of another log's is an older copy of it: marks such sources as superseded.

import type { Database } from "bun:sqlite";
import { zstdDecompressSync } from "node:zlib";
import { isIdOf } from "../row-ids.ts";

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

/** Compares heads, then the chunks' digests and the bytes of the last one; without originals only heads and whole chunks can tell. */
export function supersedePrefixes(db: Database): void {
  db.exec("UPDATE _sources SET superseded = 0 WHERE superseded = 1");
  const mark = db.prepare("UPDATE _sources SET superseded = 1 WHERE source_id = ?");
  const logs = db
    .query<LogSource, []>(
      "SELECT source_id, source_key, size_bytes, head FROM _sources WHERE append_only = 1 AND size_bytes > 0 ORDER BY head, size_bytes DESC, source_key",
    )
    .all();
  const chunks = new Chunks(db);
  // Logs with the same head that go on after it, longest first: a shorter one can only be a prefix of a longer one.
  let longer: LogSource[] = [];
  for (const [index, log] of logs.entries()) {
    if (log.size_bytes <= log.head.length) {
      // The head is all of it. What begins with it follows it in the order of the heads, so the next one tells; one of
      // the same head that goes on comes before it.
      const next = logs[index + 1];
      const isCopy = next !== undefined && startsWith(next.head, log.head);
      if (isCopy || (longer[0] !== undefined && isSame(longer[0].head, log.head))) mark.run(log.source_id);
      continue;
    }
    if (longer[0] !== undefined && !isSame(longer[0].head, log.head)) longer = [];
    if (longer.some((other) => isPrefix(log, other, chunks))) mark.run(log.source_id);
    else longer.push(log);
  }
}

function startsWith(bytes: Uint8Array, beginning: Uint8Array): boolean {
  return isSame(bytes.subarray(0, beginning.length), beginning);
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

class Chunks {
  private readonly list;
  private readonly data;
  constructor(db: Database) {
    this.list = db.prepare<StoredChunk, [number]>(
      `SELECT id, size_bytes, sha256 FROM _source_chunks WHERE ${isIdOf("id", "?1")} ORDER BY id`,
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
