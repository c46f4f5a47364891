import { formatBytes } from "../base/bytes.ts";
import { escapeControls } from "../base/text.ts";
import { type VerifyReport, verify as verifyBundle } from "../operations/verify.ts";
import { amount } from "./info/amount.ts";
import { limitFlags, limitsOf } from "./ingest/flags.ts";
import { oneArgument } from "./line/argument.ts";
import { command } from "./line/command.ts";
import { switchFlag } from "./line/flag.ts";
import { printJson } from "./line/streams.ts";

export const verify = command({
  details:
    "Holds the file against its own digest, its structure against SQLite's rules and this program's schema, and every original against its sha256. Exit code 0: all is well; 3: damaged. --deep reads under limits, as create does; a bundle does not tell which it was made under, so others than the defaults have to be named again.",
  args: { bundle: oneArgument("BUNDLE", "The bundle.") },
  flags: {
    deep: switchFlag("Read the sources again, derive again, and compare what the bundle says."),
    ...limitFlags,
  },
  examples: [
    ["dbundle verify bundle.db", "is it as it was written?"],
    ["dbundle verify bundle.db --deep", "does it say what its sources say?"],
  ],
  async run({ args, flags, global, to }) {
    const step = (name: string) => {
      if (to.notes.isTerminal && !to.quiet) to.notes.write(`${name} …\n`);
    };
    const report = await verifyBundle({
      ...args,
      depth: flags.deep ? "deep" : "bytes",
      limits: limitsOf(flags),
      observer: { step },
    });
    const isSound = report.damages.length === 0;
    if (global.json) printJson(to.out, { ok: isSound, ...report });
    else to.out.write(reportText(report));
    return isSound ? 0 : 3;
  },
});

function reportText(report: VerifyReport): string {
  const { path, damages } = report;
  const name = escapeControls(path);
  if (damages.length === 0)
    return `${name} is sound: ${[seal(report), originals(report), contents(report)].filter(Boolean).join(", ")}.\n`;
  const lines = damages.map(
    ({ subject, reason }) => `  ${subject === null ? "" : `${escapeControls(subject)}: `}${escapeControls(reason)}.\n`,
  );
  const advice =
    report.contents?.verdict === "different" && report.fileDigest === "intact"
      ? "Its digest fits. Was it made under other limits? Name them again (--max-…).\n"
      : "";
  return `${name} is damaged:\n${lines.join("")}${advice}`;
}

function seal({ fileDigest, sizeBytes }: VerifyReport): string {
  const what = fileDigest === "intact" ? "its digest fits" : "rewritten by another program, contents equal";
  return `${what} (${formatBytes(sizeBytes)})`;
}

function originals({ originals: { proved, leftOut, bytes } }: VerifyReport): string {
  const left = leftOut === 0 ? "" : `, ${leftOut} left out when it was made`;
  return `${amount(proved, "original")} fit (${formatBytes(bytes)})${left}`;
}

function contents({ contents: compared }: VerifyReport): string {
  if (compared === null) return "";
  const { comparedSources, skippedSources } = compared;
  const skipped = skippedSources === 0 ? "" : `; ${skippedSources} could not be read as they were then`;
  return `${amount(comparedSources, "source")} read again and equal${skipped}`;
}
