// Where a source lies: its path, and the folder that its records share with their neighbours.

import type { OpenedArtifact } from "../../artifacts/open.ts";
import type { Occurrence } from "../../bundle/source-in-progress.ts";

/** A wrapper whose members are being read. */
export interface Container {
  readonly sourceId: number;
  readonly kind: "archive" | "compressed";
  readonly folder: string;
  readonly depth: number;
}

export function occurrenceOf(artifact: OpenedArtifact, container: Container | null): Occurrence {
  return {
    path: artifact.path,
    folder: folderOf(artifact.path, container),
    containerId: container?.sourceId ?? null,
    entryIndex: artifact.entryIndex,
  };
}

/**
 * The folder of a source's place: a file lies in its folder, what an archive holds lies in that archive, and what a
 * compressed file holds lies where that file lies.
 */
function folderOf(path: string, container: Container | null): string {
  if (container?.kind === "compressed") return container.folder;
  if (container?.kind === "archive") return path.slice(0, path.lastIndexOf("!/") + 1);
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}
