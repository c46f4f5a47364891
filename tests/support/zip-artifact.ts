// An artifact of a ZIP archive in memory, for tests of importers alone.

import JSZip from "jszip";
import type { Archive, Artifact } from "../../src/artifacts/artifact.ts";
import { Budget } from "../../src/artifacts/budget.ts";
import { MemoryFile } from "../../src/artifacts/byte-file.ts";
import { defaultLimits } from "../../src/artifacts/limits.ts";
import { openZip } from "../../src/artifacts/zip.ts";
import { textArtifact } from "./text-artifact.ts";

/** Packs the files in their order; times are 2026-03-01T10:00:00. */
export async function zipped(files: Readonly<Record<string, string | Uint8Array>>): Promise<Uint8Array> {
  const zip = new JSZip();
  const date = new Date(Date.UTC(2026, 2, 1, 10));
  for (const [name, content] of Object.entries(files)) zip.file(name, content, { date, createFolders: false });
  return zip.generateAsync({ type: "uint8array", compression: "DEFLATE" });
}

export function zipArtifact(bytes: Uint8Array): Artifact & { readonly archive: Archive } {
  const archive = openZip(new MemoryFile(bytes), new Budget(defaultLimits));
  if (!("entries" in archive)) throw new Error(archive.message);
  return { ...textArtifact(bytes), archive };
}
