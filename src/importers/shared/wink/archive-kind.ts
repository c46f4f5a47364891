// What a ZIP archive is, from its directory and the heads of its entries. Reasons: docs/decisions/0004-what-a-zip-archive-is.md

import type { Archive, ArchiveEntry } from "../../../artifacts/artifact.ts";
import { Claim } from "../../importer.ts";
import { claimOfFirst } from "../head-records.ts";
import { snapshotClaim } from "./snapshot-claim.ts";

/**
 * `debug-bundle`: of WINK, whole or damaged; `wrapper`: artifacts that were zipped up for the journey, each to be read by
 * itself; `files`: any other archive, whose members are its facts.
 */
export type ArchiveKind = "debug-bundle" | "damaged-debug-bundle" | "wrapper" | "files";

export const BUNDLE_FOLDER = "debug_bundle/";
export const MANIFEST = `${BUNDLE_FOLDER}manifest.json`;

/** Entries that only a debug bundle has under these names. */
const OWN_ENTRIES: ReadonlySet<string> = new Set(
  ["logs/app.jsonl", "session/before.jsonl", "session/after.jsonl", "request/input.json", "transcript.jsonl"].map(
    (name) => BUNDLE_FOLDER + name,
  ),
);

/** Entries whose heads are looked at. */
const MOST_HEADS = 1000;
/** Nothing that is looked for is shorter. */
const LEAST_BYTES = 50;

export function archiveKind(archive: Archive): ArchiveKind {
  const manifest = archive.entries.find((entry) => entry.name === MANIFEST);
  if (manifest !== undefined) return isManifest(archive.head(manifest)) ? "debug-bundle" : "damaged-debug-bundle";
  if (archive.entries.some((entry) => OWN_ENTRIES.has(entry.name))) return "damaged-debug-bundle";
  const files = archive.entries.filter((entry) => !entry.isDirectory && entry.claimedBytes >= LEAST_BYTES);
  return files.slice(0, MOST_HEADS).some((entry) => isArtifact(archive, entry)) ? "wrapper" : "files";
}

function isManifest(head: Uint8Array): boolean {
  // A manifest has many lines: as one record it must not be cut at them.
  const record = Buffer.from(head.map((byte) => (byte === LF ? SPACE : byte)));
  const claim = claimOfFirst(
    record,
    (node) =>
      node.get("format_version") !== undefined && node.get("bundle_id") !== undefined ? Claim.marker : Claim.no,
    true,
  );
  return claim === Claim.marker;
}

const LF = 10;
const SPACE = 32;
const OPEN_BRACE = 0x7b;
const FIRST_BYTE_OF_MARK = 0xef;

function isArtifact(archive: Archive, entry: ArchiveEntry): boolean {
  const head = archive.head(entry);
  if (head[0] === OPEN_BRACE || head[0] === FIRST_BYTE_OF_MARK) {
    return claimOfFirst(head, snapshotClaim, head.length < entry.claimedBytes) === Claim.marker;
  }
  return beginsDebugBundle(head);
}

/** A ZIP archive whose first entry lies in the folder of debug bundles; its name stands behind 30 bytes of header. */
function beginsDebugBundle(head: Uint8Array): boolean {
  const text = Buffer.from(head.subarray(0, 30 + BUNDLE_FOLDER.length)).toString("latin1");
  return text.startsWith("PK\x03\x04") && text.endsWith(BUNDLE_FOLDER);
}
