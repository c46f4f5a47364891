import { formatBytes } from "../base/bytes.ts";
import { escapeControls } from "../base/text.ts";
import { type MergeReport, merge as mergeBundles } from "../operations/merge.ts";
import { startProgress } from "../terminal/progress.ts";
import { amount } from "./info/amount.ts";
import { someArguments } from "./line/argument.ts";
import { command } from "./line/command.ts";
import { choiceFlag, switchFlag, textFlag } from "./line/flag.ts";
import { shellWord } from "./line/shell-word.ts";
import { printJson, type Streams } from "./line/streams.ts";

export const merge = command({
  details:
    "A source that several bundles hold is taken once, so the order of the bundles does not matter and merging again changes nothing. The inputs are only read.",
  args: { bundles: someArguments("BUNDLE", "The bundles.") },
  flags: {
    output: textFlag("FILE", "The merged bundle. Default: merged.db.", { short: "o" }),
    force: switchFlag("Replace the output if it exists.", { short: "f" }),
    search: choiceFlag(["default", "full", "none"], null, "What the search index holds. Default: as in the inputs."),
    strict: switchFlag(
      "Exit with 4 when the merged bundle has issues, a source was read in different ways, or a bundle was changed after it was written.",
    ),
  },
  examples: [
    ["dbundle merge shard-1.db shard-2.db", "make merged.db of two"],
    ["dbundle merge shards/*.db -o run.db", "one bundle of all shards"],
  ],
  async run({ args, flags, global, to }) {
    using shown = mergeObserver(to, args.bundles.length);
    const report = await mergeBundles({
      inputs: args.bundles,
      output: flags.output ?? "merged.db",
      overwrite: flags.force ? "replace" : "refuse",
      search: flags.search,
      observer: shown,
    });
    shown[Symbol.dispose]();
    if (global.json) printJson(to.out, report);
    else to.out.write(mergeText(report, to));
    const { conflictCount, changedCount, issueCount } = report;
    return flags.strict && conflictCount + changedCount + issueCount > 0 ? 4 : 0;
  },
});

function mergeObserver({ notes, quiet }: Streams, total: number) {
  const progress = quiet ? null : startProgress(notes, { label: "merging", unit: "bundles", total });
  return {
    progress: (done: number, all: number) => progress?.at(Math.floor((done / all) * total)),
    step: (name: string) => progress?.label(name),
    [Symbol.dispose]: () => progress?.end(),
  };
}

function mergeText(report: MergeReport, { outColors }: Streams): string {
  const { output, bundleCount, sourceCount, conflictCount, changedCount, issueCount, infoCount, sizeBytes } = report;
  const totals = [
    amount(bundleCount, "bundle"),
    amount(sourceCount, "source"),
    amount(issueCount + infoCount, "issue"),
    formatBytes(sizeBytes),
  ];
  const lines = [`${outColors.good(escapeControls(output))}: ${totals.join(", ")}`];
  if (conflictCount > 0) {
    const text = `${amount(conflictCount, "source")} had been read in different ways: see conflicts in the bundle.`;
    lines.push(outColors.warning(text));
  }
  if (changedCount > 0) {
    const text = `${amount(changedCount, "bundle")} had been changed after they were written: see import_issues, and dbundle verify --deep for each.`;
    lines.push(outColors.warning(text));
  }
  lines.push(`Next: dbundle info ${shellWord(output)}`);
  return `${lines.join("\n")}\n`;
}
