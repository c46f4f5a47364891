// The page made from its sources when the program itself runs from its sources.

import { basename, join } from "node:path";
import { type PageFile, type PageSource, typeOfFile } from "./page-source.ts";

/** Built when it is first asked for. */
export function sourcePage(): PageSource {
  let built: Promise<ReadonlyMap<string, PageFile>> | null = null;
  const files = () => {
    built ??= build();
    return built;
  };
  return {
    html: async () => (await (await files()).get("index.html")?.body.text()) ?? null,
    asset: async (name) => (name === "index.html" ? null : ((await files()).get(name) ?? null)),
  };
}

async function build(): Promise<ReadonlyMap<string, PageFile>> {
  // Not written as an import: the built program must not look for it.
  const entry = join(import.meta.dir, "..", "ui", "index.html");
  const { outputs } = await Bun.build({ entrypoints: [entry], target: "browser", minify: true, splitting: true });
  return new Map(
    outputs.map((output) => {
      const name = basename(output.path);
      return [name, { body: new Blob([output]), type: typeOfFile(name) }];
    }),
  );
}
