import { completionsFor } from "./completions/shells.ts";
import { oneChoice } from "./line/argument.ts";
import { type CatalogEntry, command } from "./line/command.ts";

/** `catalog`: the commands that are completed. */
export const completions = (catalog: readonly CatalogEntry[]) =>
  command({
    args: { shell: oneChoice("SHELL", ["bash", "zsh", "fish"], "The shell: bash, zsh or fish.") },
    flags: {},
    examples: [
      ["source <(dbundle completions bash)", "complete in this bash"],
      ["dbundle completions zsh > ~/.zfunc/_dbundle", "complete in every zsh that has ~/.zfunc in its fpath"],
      ["dbundle completions fish > ~/.config/fish/completions/dbundle.fish", "complete in every fish"],
    ],
    async run({ args, to }) {
      const loaded = await Promise.all(catalog.map(async (entry) => ({ ...entry, command: await entry.load() })));
      to.out.write(completionsFor(args.shell, loaded));
      return undefined;
    },
  });
