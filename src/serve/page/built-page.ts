// The page as the build made it, from inside the program. Under plain bun there is none: see source-page.

import { basename } from "node:path";
import index from "../ui/index.html";
import { type PageSource, typeOfFile } from "./page-source.ts";

/** Null: this program was not built. */
export function builtPage(): PageSource | null {
  const files = new Map((index.files ?? []).map(({ path }) => [basename(path), path]));
  const html = files.get(basename(index.index));
  if (html === undefined) return null;
  return {
    html: () => Bun.file(html).text(),
    async asset(name) {
      const path = name === basename(html) ? undefined : files.get(name);
      return path === undefined ? null : { body: Bun.file(path), type: typeOfFile(name) };
    },
  };
}
