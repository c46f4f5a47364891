// Format: docs/formats/wink-archive.md

import { Claim, type Importer } from "./importer.ts";
import { readEntry, writeFile } from "./shared/wink/archive-files.ts";
import { archiveKind } from "./shared/wink/archive-kind.ts";

export const winkArchive = {
  id: "wink-archive",
  title: "Archive of a workspace's files (ZIP)",
  spec: "docs/formats/wink-archive.md",
  version: 1,
  sniff(artifact) {
    return artifact.archive !== null && archiveKind(artifact.archive) === "files" ? Claim.shape : Claim.no;
  },
  async read(artifact, into) {
    const { archive } = artifact;
    if (archive === null) throw new Error("Only a ZIP archive can be read as an archive of files.");
    for (const problem of archive.problems) into.issue(problem);
    for (const entry of archive.entries) {
      if (entry.isDirectory) continue; // A folder has no content; its name is part of the names of its files.
      const member = into.inside(entry.name);
      writeFile(entry.name, entry, readEntry(archive, entry, member), member);
    }
  },
} satisfies Importer;
