// Runs a command of the tree.

import { type CommandDef, defineCommand, runCommand } from "citty";
import type { CatalogEntry } from "./command.ts";
import { globalFlags } from "./global-flags.ts";
import { parseLine } from "./parse.ts";

/** Returns the exit code. `words` follow the command's name. */
export async function runTree(
  catalog: readonly CatalogEntry[],
  name: string,
  words: readonly string[],
): Promise<number> {
  let exitCode = 0;
  const subCommands = Object.fromEntries(
    catalog.map((entry) => [
      entry.name,
      () =>
        leaf(entry, (code) => {
          exitCode = code;
        }),
    ]),
  );
  await runCommand(defineCommand({ meta: { name: "dbundle" }, subCommands }), { rawArgs: [name, ...words] });
  return exitCode;
}

/** citty finds and loads the command; the words are read by us: it keeps one of several equal options, and takes unknown ones. */
async function leaf({ name, load }: CatalogEntry, end: (exitCode: number) => void): Promise<CommandDef> {
  const command = await load();
  return defineCommand({
    meta: { name },
    async run({ rawArgs }) {
      const line = parseLine(rawArgs, { ...command.flags, ...globalFlags }, name);
      end((await command.start(line, name)) ?? 0);
    },
  });
}
