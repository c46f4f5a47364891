// Members of an archive as rows of `files`.

import { isUtf8 } from "node:buffer";
import type { Archive, ArchiveEntry } from "../../../artifacts/artifact.ts";
import { sha256Hex } from "../../../base/digest.ts";
import { readTime } from "../../../base/time.ts";
import type { BundleWriter, Row } from "../../../bundle/writer.ts";
import { contentType } from "../content-type.ts";

/** What rows of one archive have in common. */
type Common = Pick<Row<"files">, "archive_id" | "session_id" | "run_id">;

/** What entries give rows of `source_line`. */
export function entryNumber(entry: ArchiveEntry): { readonly number: number } {
  return { number: entry.index + 1 };
}

/** The real bytes of an entry, its problems written as issues; null when there are none to be had. */
export function readEntry(archive: Archive, entry: ArchiveEntry, into: BundleWriter): Uint8Array | null {
  const { bytes, problems } = archive.read(entry);
  for (const problem of problems) into.issue(problem, entryNumber(entry));
  return bytes;
}

/** A row for a file, with or without content: text as text, any other bytes as a blob. */
export function writeFile(
  path: string,
  entry: ArchiveEntry,
  bytes: Uint8Array | null,
  into: BundleWriter,
  common: Common = {},
): void {
  const time = entry.modifiedAt === null ? null : readTime(entry.modifiedAt);
  into.file(
    {
      ...common,
      path,
      ...(bytes === null ? {} : contentOf(path, bytes, into)),
      captured_at: time?.utc ?? null,
      time_assumed: time?.zone === "assumed" ? 1 : 0,
    },
    entryNumber(entry),
  );
}

function contentOf(path: string, bytes: Uint8Array, into: BundleWriter): Row<"files"> {
  const isText = isUtf8(bytes);
  return {
    size_bytes: bytes.length,
    content_type: contentType(path, bytes, isText),
    is_binary: isText ? 0 : 1,
    content: isText ? textOf(bytes) : null,
    content_hash: isText ? sha256Hex(bytes) : into.blob(bytes),
  };
}

/** All of it: a byte order mark and NUL are text. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}
