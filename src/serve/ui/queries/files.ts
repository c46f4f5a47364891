// Files that the agents left, a folder at a time, and what is in them.

import type { FileContent, FileEntry, Files } from "../../api/types.ts";
import { endpoint } from "../api/client.ts";
import type { Loading } from "../state/answer.ts";

export function folderOf(bundle: string, folder: string): Loading<Files> {
  return { key: `files ${bundle} ${folder}`, load: (signal) => levelAt(bundle, folder, signal) };
}

const deepest = 20;

/** The first folder on the way down that holds more than one other folder. */
export function openingFolder(bundle: string): Loading<Files> {
  return {
    key: `first files ${bundle}`,
    load: async (signal) => {
      let level = await levelAt(bundle, "", signal);
      for (let depth = 0; depth < deepest; depth += 1) {
        const [only, second] = level.folders;
        if (only === undefined || only.name === "" || second !== undefined || level.files.length > 0) break;
        level = await levelAt(bundle, level.folder === "" ? only.name : `${level.folder}/${only.name}`, signal);
      }
      return level;
    },
  };
}

async function levelAt(bundle: string, folder: string, signal: AbortSignal): Promise<Files> {
  const level = await endpoint<Files>(bundle, "files", { folder }, signal);
  return { ...level, files: newestOfEach(level.files) };
}

/** One entry a path: the others are its versions, and are shown as such. */
function newestOfEach(files: readonly FileEntry[]): readonly FileEntry[] {
  const byPath = Map.groupBy(files, ({ path }) => path);
  return [...byPath.values()].flatMap((same) =>
    same.sort((one, other) => (other.captured_at ?? "").localeCompare(one.captured_at ?? "")).slice(0, 1),
  );
}

export function fileContent(bundle: string, id: string): Loading<FileContent> {
  return {
    key: `file ${bundle} ${id}`,
    load: (signal) => endpoint<FileContent>(bundle, "file", { id }, signal),
  };
}

export const filesSql =
  "SELECT path, size_bytes, content_type, captured_at, session_id, id\nFROM files\nORDER BY path, captured_at";
