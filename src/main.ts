// Where the program begins. `--help` and `--version` load no command.

import { UsageError } from "./base/errors.ts";
import { listenForStop } from "./base/stop.ts";
import { didYouMean } from "./base/suggest.ts";
import { catalog } from "./commands/catalog.ts";
import { commandHelp, programHelp } from "./commands/line/help.ts";
import { commandWord } from "./commands/line/parse.ts";
import { programVersion } from "./operations/version.ts";

const words = process.argv.slice(2);
// `queryChildArgument` of the untrusted room, written out to load nothing of it here; a test holds the two together.
if (words[0] === "__query-child") {
  const { runQueryChild } = await import("./bundle/untrusted/child.ts");
  runQueryChild();
} else {
  try {
    await main(words);
  } catch (error) {
    const { reportFailure } = await import("./commands/line/failure.ts");
    process.exitCode = reportFailure(error, words);
  }
}

async function main(words: readonly string[]): Promise<void> {
  const at = commandWord(words);
  const name = words[at];
  if (name === undefined) return withoutCommand(words);
  const rest = [...words.slice(0, at), ...words.slice(at + 1)];
  if (name === "help") return help(rest[0]);
  const ended = rest.indexOf("--");
  const options = ended < 0 ? rest : rest.slice(0, ended);
  if (options.includes("--help") || options.includes("-h")) return help(name);
  const entry = known(name);
  listenForStop((exitCode) => process.exit(exitCode));
  const { runTree } = await import("./commands/line/run.ts");
  process.exitCode = await runTree(catalog, entry.name, rest);
}

function withoutCommand(words: readonly string[]): void {
  const [first] = words;
  if (first === undefined) {
    console.error(programHelp(programVersion, catalog));
    process.exitCode = 2;
  } else if (first === "--version" || first === "-V" || first === "-v") {
    console.log(programVersion);
  } else if (words.includes("--help") || words.includes("-h")) {
    console.log(programHelp(programVersion, catalog));
  } else {
    throw new UsageError(
      `A command is missing before ${first}.${didYouMean(first.replace(/^-+/, ""), ["help", "version"], "--")}`,
    );
  }
}

async function help(name: string | undefined): Promise<void> {
  if (name === undefined) {
    console.log(programHelp(programVersion, catalog));
    return;
  }
  const entry = known(name);
  console.log(commandHelp(entry, await entry.load()));
}

function known(name: string) {
  const entry = catalog.find((known) => known.name === name);
  if (entry !== undefined) return entry;
  const near = didYouMean(
    name,
    catalog.map((known) => known.name),
  );
  throw new UsageError(`Unknown command "${name}".${near || " See `dbundle --help`."}`);
}
