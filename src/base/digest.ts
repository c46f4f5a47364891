// Digests name sources and prove that bytes are unchanged. All are SHA-256 in lower-case hexadecimal.

export function sha256Hex(bytes: Uint8Array | string): string {
  return new Sha256().update(bytes).hex();
}

/** The digest of bytes that come in pieces. */
export class Sha256 {
  readonly #hasher = new Bun.CryptoHasher("sha256");

  /** Takes the next bytes; a string counts as its UTF-8. */
  update(bytes: Uint8Array | string): this {
    this.#hasher.update(bytes);
    return this;
  }

  /** The digest of all that was taken; nothing can be added afterwards. */
  hex(): string {
    return this.#hasher.digest("hex");
  }
}

export interface PartDigest {
  /** "" for the file itself; "-wal" or "-journal" for what lies beside the file of a SQLite store. */
  readonly suffix: string;
  readonly sha256: string;
}

/** The source_key of a SQLite store: the digest of the JSON list of [suffix, sha256] of its parts, sorted by suffix. That of any other source is the digest of its bytes. */
export function storeKey(parts: readonly PartDigest[]): string {
  const sorted = [...parts].sort((a, b) => (a.suffix < b.suffix ? -1 : a.suffix > b.suffix ? 1 : 0));
  return sha256Hex(JSON.stringify(sorted.map((part) => [part.suffix, part.sha256])));
}
