// All that can be seen of a folder: names, bytes, times of change.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { sha256Hex } from "../../src/base/digest.ts";

export function folderState(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .sort()
    .map((name) => {
      const path = join(folder, name);
      const { mtimeNs, size, ino, mode } = statSync(path, { bigint: true });
      const bytes = statSync(path).isDirectory() ? "" : sha256Hex(readFileSync(path));
      return [name, mtimeNs, size, ino, mode, bytes].join(" ");
    });
}
