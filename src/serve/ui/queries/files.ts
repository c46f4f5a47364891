// Files that the agents left, a folder at a time, and what is in them.

import type { FileContent, Files } from "../../api/types.ts";
import { endpoint } from "../api/client.ts";
import type { Loading } from "../state/answer.ts";

export function folderOf(bundle: string, folder: string): Loading<Files> {
  return {
    key: `files ${bundle} ${folder}`,
    load: (signal) => endpoint<Files>(bundle, "files", { folder }, signal),
  };
}

export function fileContent(bundle: string, id: string): Loading<FileContent> {
  return {
    key: `file ${bundle} ${id}`,
    load: (signal) => endpoint<FileContent>(bundle, "file", { id }, signal),
  };
}

export const filesSql =
  "SELECT path, size_bytes, content_type, captured_at, session_id, id\nFROM files\nORDER BY path, captured_at";
