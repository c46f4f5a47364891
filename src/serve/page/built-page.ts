// The page as the build made it, from inside the program. Under plain bun there is none: see source-page.

import { basename } from "node:path";
import index from "../ui/index.html";
import { type PageFile, type PageSource, typeOfFile } from "./page-source.ts";

/** Null: this program was not built. */
export function builtPage(): PageSource | null {
  const paths = new Map((index.files ?? []).map(({ path }) => [basename(path), path]));
  const page = basename(index.index);
  if (!paths.has(page)) return null;
  const read = new Map<string, Promise<PageFile>>();
  const file = async (name: string): Promise<PageFile | null> => {
    const path = paths.get(name);
    if (path === undefined) return null;
    const known = read.get(name) ?? relativeFile(path, [...paths.keys()]);
    read.set(name, known);
    return known;
  };
  return {
    html: async () => (await (await file(page))?.body.text()) ?? null,
    asset: async (name) => (name === page ? null : file(name)),
  };
}

/** The build names the page's files from the top of the server; they lie below it, beside each other. */
async function relativeFile(path: string, names: readonly string[]): Promise<PageFile> {
  const type = typeOfFile(path);
  const source = Bun.file(path);
  if (!/^text\//.test(type) && !path.endsWith(".html")) return { body: source, type };
  let text = await source.text();
  for (const name of names) {
    for (const before of ['"', "'", "`", "("]) text = text.replaceAll(`${before}/${name}`, `${before}./${name}`);
  }
  return { body: new Blob([text]), type };
}
