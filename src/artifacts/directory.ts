// Walks a folder depth-first, names in byte order. Holds the names of the folders on the way only; follows no links.

import { type Dirent, lstatSync, readdirSync, realpathSync, type Stats } from "node:fs";
import { messageOf } from "../base/errors.ts";
import { reasonOf } from "../base/write-failure.ts";
import { breathe } from "./breathe.ts";
import { isInside } from "./inputs.ts";
import { escapedName, inFolder, type Location } from "./location.ts";
import type { Problem } from "./opened-artifact.ts";

/** Folders of tools: their content is no artifact, and there is a lot of it. */
const TOOL_FOLDERS: ReadonlySet<string> = new Set([".git", "node_modules", "worktrees"]);

export interface FoundFile {
  readonly kind: "file";
  readonly location: Location;
  /** Path inside the root; bytes of it that are no UTF-8 are escaped. */
  readonly path: string;
}

export interface WalkOptions {
  /** Whether the folders of tools are walked too. */
  readonly all: boolean;
  /** Whether this file or folder is left out here: the user named it by itself, or it belongs to another file. */
  leaveOut(location: Location): boolean;
}

type Kind = Pick<Dirent | Stats, "isFile" | "isDirectory" | "isSymbolicLink" | "isFIFO" | "isSocket">;

interface Entry {
  /** As it is shown. */
  readonly name: string;
  readonly location: Location;
  readonly kind: Kind;
}

interface Level {
  readonly path: string;
  readonly entries: readonly Entry[];
  next: number;
}

export async function* walkFolder(
  location: string,
  path: string,
  options: WalkOptions,
): AsyncGenerator<FoundFile | Problem> {
  const root = realpathSync(location);
  const levels: Level[] = [];
  const enter = (folder: Location, folderPath: string): Problem | null => {
    const entries = entriesOf(folder);
    if (typeof entries === "string") return unreadable(folderPath, "folder", entries);
    levels.push({ path: folderPath, entries, next: 0 });
    return null;
  };
  const failure = enter(location, path);
  if (failure !== null) yield failure;
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    const entry = level.entries[level.next++];
    if (entry === undefined) {
      levels.pop();
      continue; // The folder is done.
    }
    await breathe();
    const { location: inner, kind } = entry;
    const innerPath = level.path === "" ? entry.name : `${level.path}/${entry.name}`;
    if (options.leaveOut(inner)) continue; // It is reported where it belongs.
    if (kind.isFile()) yield { kind: "file", location: inner, path: innerPath };
    else if (kind.isSymbolicLink()) yield linkProblem(inner, innerPath, root);
    else if (!kind.isDirectory()) yield specialFile(innerPath, kind);
    else if (!options.all && TOOL_FOLDERS.has(entry.name)) yield skippedFolder(innerPath);
    else {
      const problem = enter(inner, innerPath);
      if (problem !== null) yield problem;
    }
  }
}

/** The entries in byte order of their names, or why they cannot be read. */
function entriesOf(folder: Location): Entry[] | string {
  try {
    const found = readdirSync(folder, { withFileTypes: true });
    const entries = found.some(({ name }) => name.includes("\ufffd"))
      ? entriesByBytes(folder)
      : found.map(named(folder));
    const byName = new Map(entries.map((entry) => [entry, Buffer.from(entry.name)]));
    const none = Buffer.alloc(0);
    return entries.sort((a, b) => Buffer.compare(byName.get(a) ?? none, byName.get(b) ?? none));
  } catch (error) {
    return whyUnreadable(error);
  }
}

function named(folder: Location) {
  return (kind: Dirent): Entry => ({ name: kind.name, location: inFolder(folder, kind.name), kind });
}

/** Names that are no UTF-8 lead to their files as bytes only. */
function entriesByBytes(folder: Location): Entry[] {
  return readdirSync(folder, { encoding: "buffer" }).flatMap((name) => {
    const location = inFolder(folder, name);
    const kind = lstatSync(location, { throwIfNoEntry: false });
    // What vanished since the folder was read is not in it.
    return kind === undefined ? [] : [{ name: escapedName(name), location, kind }];
  });
}

export function unreadable(path: string, what: "file" | "folder", reason: string): Problem {
  return {
    kind: "problem",
    path,
    severity: "error",
    code: `${what}.unreadable`,
    message: `Cannot read the ${what} "${path || "."}": ${reason}.`,
  };
}

/** Ends a sentence. The system's own words name paths of the machine, which are not to stand in a bundle. */
export function whyUnreadable(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "ENOENT") return "there is nothing there";
  if (code === "ELOOP") return "its links lead in a circle";
  if (code === "ENAMETOOLONG") return "its path is longer than the system allows";
  if (code === "EISDIR") return "it is a folder by now";
  return reasonOf(error) ?? (typeof code === "string" ? `the system answers ${code}` : messageOf(error));
}

function linkProblem(location: Location, path: string, root: string): Problem {
  let target: string;
  try {
    target = realpathSync(location);
  } catch (error) {
    const message = `The link "${path}" was not followed: ${whyUnreadable(error)}.`;
    return { kind: "problem", path, severity: "warning", code: "link.broken", message };
  }
  if (target === root || isInside(target, root)) {
    const message = `The link "${path}" was not followed: what it names lies in the same folder and is read there.`;
    return { kind: "problem", path, severity: "info", code: "link.inside", message };
  }
  const message = `The link "${path}" was not followed: it leads out of the folder. Name its target as an input to read it.`;
  return { kind: "problem", path, severity: "warning", code: "link.outside", message };
}

function specialFile(path: string, kind: Kind): Problem {
  const what = kind.isFIFO() ? "pipe" : kind.isSocket() ? "socket" : "device";
  const message = `"${path}" is a ${what}, no regular file; it was not read.`;
  return { kind: "problem", path, severity: "warning", code: "file.special", message };
}

function skippedFolder(path: string): Problem {
  const message = `The folder "${path}" was skipped: it belongs to a tool. --all reads it too.`;
  return { kind: "problem", path, severity: "info", code: "folder.skipped", message };
}
