import { formatBytes } from "../base/bytes.ts";
import { escapeControls } from "../base/text.ts";
import { type PurgeReport, purge as purgeBundle } from "../operations/purge.ts";
import { amount } from "./info/amount.ts";
import { oneArgument } from "./line/argument.ts";
import { command } from "./line/command.ts";
import { switchFlag, textFlag } from "./line/flag.ts";
import { shellWord } from "./line/shell-word.ts";
import { printJson, type Streams } from "./line/streams.ts";

const mostShown = 20;

export const purge = command({
  details:
    "Tells which agents, rows and sources would go; with --output it writes a new bundle without them. The filters must all hold; without one nothing goes. Of a source that is cut the original bytes go too, what went is listed in import_issues, and fidelity says partial:purged. Texts of others may still name the agents.",
  args: { bundle: oneArgument("BUNDLE", "The bundle; it is only read.") },
  flags: {
    state: textFlag("STATE", "Agents of this state: completed, zombie, …"),
    agent: textFlag("NAME", "The agent of this name."),
    all: switchFlag("All agents."),
    output: textFlag("FILE", "The new bundle. Without it nothing is written.", { short: "o" }),
    force: switchFlag("Replace the output if it exists.", { short: "f" }),
  },
  examples: [
    ["dbundle purge bundle.db --state zombie", "what would go"],
    ["dbundle purge bundle.db --agent builder-1 -o without.db", "a bundle without one agent"],
  ],
  run({ args, flags, global, to }) {
    const { force, ...filters } = flags;
    const report = purgeBundle({ ...args, ...filters, overwrite: force ? "replace" : "refuse" });
    if (global.json) printJson(to.out, report);
    else print(report, args.bundle, to);
  },
});

function print({ agents, sources, rowCount, output, sizeBytes }: PurgeReport, bundle: string, to: Streams): void {
  const { out, outColors } = to;
  if (agents.length === 0) {
    out.write("No agent is meant: nothing goes.\n");
    return;
  }
  const names = agents.map(
    ({ agentName, state }) =>
      `  ${escapeControls(agentName)}${state === null ? "" : ` ${outColors.faint(escapeControls(state))}`}`,
  );
  const places = sources.map(
    ({ path, rowCount }) => `  ${escapeControls(path ?? "unknown")} ${outColors.faint(amount(rowCount, "row"))}`,
  );
  out.write(`${outColors.strong("Agents")}\n${cut(names)}${outColors.strong("Sources that are cut")}\n${cut(places)}`);
  const what = `${amount(agents.length, "agent")}, ${amount(rowCount, "row")} of ${amount(sources.length, "source")}`;
  if (output === null) {
    out.write(`${what} would go; nothing was written. To write: add -o FILE to dbundle purge ${shellWord(bundle)} …\n`);
    return;
  }
  const size = sizeBytes === null ? "" : `, ${formatBytes(sizeBytes)}`;
  out.write(`${what} went. ${outColors.good(escapeControls(output))}${size}\n`);
}

function cut(lines: readonly string[]): string {
  const more = lines.length - mostShown;
  const shown = more > 0 ? [...lines.slice(0, mostShown), `  … and ${more} more`] : lines;
  return shown.map((line) => `${line}\n`).join("");
}
