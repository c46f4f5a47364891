import { formatBytes } from "../base/bytes.ts";
import { UsageError } from "../base/errors.ts";
import { escapeControls } from "../base/text.ts";
import { type ExtractReport, extract as extractOriginals } from "../operations/extract.ts";
import { type ReplayReport, replay } from "../operations/replay.ts";
import { startProgress } from "../terminal/progress.ts";
import { amount } from "./info/amount.ts";
import { anyArguments, oneArgument } from "./line/argument.ts";
import { command } from "./line/command.ts";
import { switchFlag, textFlag } from "./line/flag.ts";
import { shellWord } from "./line/shell-word.ts";
import { printJson, type Streams } from "./line/streams.ts";

export const extract = command({
  details:
    "Gives the original artifacts back, byte for byte, in the tree in which they were found; each is proved by its sha256. What an archive contains is in that archive, and is written by itself only when it is named. Names that a file system would not take, or that lead elsewhere, are changed, and the change is told. A .zip holds at most 4 GiB and 65,535 files.",
  args: {
    bundle: oneArgument("BUNDLE", "The bundle."),
    sources: anyArguments("SOURCE", "A path, a number, or the first 6 digits of a key, as `dbundle info` shows them."),
  },
  flags: {
    output: textFlag("DIR|FILE.zip", "Default: a folder here, called as the bundle with -originals.", { short: "o" }),
    conversation: textFlag(
      "ID",
      "Only one conversation, session or agent: a folder that, imported, gives its rows again.",
    ),
    force: switchFlag("Replace files that exist.", { short: "f" }),
  },
  examples: [
    ["dbundle extract bundle.db -o originals", "everything, as it was"],
    ["dbundle extract bundle.db session.log -o .", "one artifact"],
    ["dbundle extract bundle.db -o originals.zip", "as an archive"],
    ["dbundle extract bundle.db --conversation conv-1 -o conv-1", "one conversation, to import elsewhere"],
  ],
  async run({ args, flags, global, to }) {
    if (flags.conversation !== null) {
      if (args.sources.length > 0)
        throw new UsageError("--conversation takes rows of all sources: name no source with it.");
      const { conversation, output, force } = flags;
      const told = await replay({ bundle: args.bundle, conversation, output, overwrite: force ? "replace" : "refuse" });
      if (global.json) printJson(to.out, told);
      else to.out.write(replayText(told));
      return;
    }
    let progress = startProgress(to.notes, { label: args.bundle, unit: "bytes" });
    let done = 0;
    const observer = {
      begins(total: number) {
        progress.end();
        progress = startProgress(to.notes, { label: args.bundle, unit: "bytes", total });
      },
      bytes(path: string, count: number) {
        progress.label(path);
        done += count;
        progress.at(done);
      },
    };
    const options = { ...args, output: flags.output, overwrite: flags.force ? "replace" : "refuse", observer } as const;
    const report = await extractOriginals(options).finally(() => progress.end());
    if (global.json) printJson(to.out, report);
    else to.out.write(reportText(report));
    if (!global.json) tellProblems(report, to);
    if (report.problems.some(({ kind }) => kind === "damaged")) return 3;
    return report.problems.length > 0 ? 1 : 0;
  },
});

function reportText({ output, files }: ExtractReport): string {
  const bytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const renamed = files
    .filter(({ path, writtenAs }) => path !== writtenAs)
    .map(({ path, writtenAs }) => `"${escapeControls(path)}" was written as "${writtenAs}"\n`);
  return `${renamed.join("")}${amount(files.length, "file")}, ${formatBytes(bytes)}, in ${escapeControls(output)}\n`;
}

function replayText({ output, sessions, files }: ReplayReport): string {
  const lines = files.map(({ path, kind, rowCount }) => {
    const what = kind === "original" ? "as it was found" : amount(rowCount ?? 0, "row");
    return `  ${escapeControls(path)}: ${what}\n`;
  });
  const name = escapeControls(output);
  return `${lines.join("")}${amount(files.length, "file")} of ${amount(sessions.length, "session")} in ${name}\nNext: dbundle create ${shellWord(output)}\n`;
}

function tellProblems({ problems }: ExtractReport, to: Streams): void {
  for (const { path, reason } of problems)
    to.notes.write(`error: ${escapeControls(path)} was not written: ${reason}.\n`);
}
