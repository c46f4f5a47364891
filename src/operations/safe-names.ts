// Names of artifacts are data: here they become names that any file system takes and that lead nowhere else.

import { sha256Hex } from "../base/digest.ts";

/** Longest name, in UTF-8 bytes: room is left below the usual 255 for the name of an unfinished file. */
const longestName = 200;
/** Longest path inside the target, in UTF-8 bytes. */
const longestPath = 1500;

interface Folder {
  /** By the segment as it was found. */
  readonly folders: Map<string, { readonly name: string; readonly folder: Folder }>;
  /** Names in use, folded as file systems that ignore case do. */
  readonly taken: Set<string>;
}

/** Gives each path of a tree a relative path of its own, with `/`, that stays inside. */
export class SafeNames {
  readonly #root: Folder = emptyFolder();

  pathFor(found: string): string {
    const segments = found.split("/").filter((segment) => segment !== "" && segment !== ".");
    const last = segments.pop() ?? "unnamed";
    const names: string[] = [];
    let folder = this.#root;
    for (const segment of segments) {
      const inner = innerFolder(folder, segment);
      names.push(inner.name);
      folder = inner.folder;
    }
    const path = [...names, freeName(folder, last)].join("/");
    return Buffer.byteLength(path) <= longestPath
      ? path
      : freeName(this.#root, `${sha256Hex(found).slice(0, 16)}~${last}`);
  }
}

function emptyFolder(): Folder {
  return { folders: new Map(), taken: new Set() };
}

function innerFolder(parent: Folder, segment: string): { readonly name: string; readonly folder: Folder } {
  const known = parent.folders.get(segment);
  if (known !== undefined) return known;
  const inner = { name: freeName(parent, segment), folder: emptyFolder() };
  parent.folders.set(segment, inner);
  return inner;
}

function freeName(folder: Folder, segment: string): string {
  const wanted = safeName(segment);
  let name = wanted;
  for (let n = 2; folder.taken.has(folded(name)); n++) name = `${wanted}~${n}`;
  folder.taken.add(folded(name));
  return name;
}

function folded(name: string): string {
  return name.normalize("NFC").toLowerCase().toUpperCase().normalize("NFC");
}

/** Reserved on Windows, with any extension. */
const reserved = /^(con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;

function safeName(segment: string): string {
  let name = segment.toWellFormed().replace(/[\u0000-\u001f\u007f-\u009f<>:"|?*\\\u202a-\u202e\u2066-\u2069]/g, "_");
  if (name === "..") name = "__";
  name = name.replace(/[. ]+$/, (end) => "_".repeat(end.length));
  if (reserved.test(name)) name = `_${name}`;
  if (Buffer.byteLength(name) <= longestName) return name;
  return `${cutToBytes(name, longestName - 20)}~${sha256Hex(segment).slice(0, 8)}${extension(name)}`;
}

function cutToBytes(name: string, bytes: number): string {
  let cut = "";
  let size = 0;
  for (const character of name) {
    size += Buffer.byteLength(character);
    if (size > bytes) break;
    cut += character;
  }
  return cut;
}

function extension(name: string): string {
  return /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? "";
}
