// The example of two shards, in a folder of its own.

import { writeExample } from "../../scripts/fixtures/example.ts";
import { temporaryFolder } from "./program.ts";

export async function exampleFolder(): Promise<{ readonly path: string } & Disposable> {
  const folder = temporaryFolder();
  await writeExample(folder.path);
  return folder;
}
