// What a file is by its first bytes, where that changes how it is opened.

export type Wrapping = "sqlite" | "zip" | "gzip" | "zstd" | null;

/** How much of an artifact is looked at before it is read. */
export const HEAD_BYTES = 64 * 1024;

const sqliteMagic = Buffer.from("SQLite format 3\0", "latin1");

export function wrappingOf(head: Uint8Array): Wrapping {
  if (startsWith(head, sqliteMagic)) return "sqlite";
  // A local entry, the end of an empty archive, or the mark of a split archive.
  if (startsWith(head, [0x50, 0x4b, 3, 4]) || startsWith(head, [0x50, 0x4b, 5, 6])) return "zip";
  if (startsWith(head, [0x50, 0x4b, 7, 8]) || startsWith(head, [0x50, 0x4b, 6, 6])) return "zip";
  if (startsWith(head, [0x1f, 0x8b, 8])) return "gzip";
  if (startsWith(head, [0x28, 0xb5, 0x2f, 0xfd])) return "zstd";
  return null;
}

function startsWith(bytes: Uint8Array, magic: ArrayLike<number>): boolean {
  if (bytes.length < magic.length) return false;
  for (let i = 0; i < magic.length; i++) if (bytes[i] !== magic[i]) return false;
  return true;
}
