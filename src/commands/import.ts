import { importInto } from "../operations/import.ts";
import { ingestFlags, inputsOf, limitsOf } from "./ingest/flags.ts";
import { ingestObserver } from "./ingest/observer.ts";
import { issuesWhileReading, tell } from "./ingest/summary.ts";
import { anyArguments, oneArgument } from "./line/argument.ts";
import { command } from "./line/command.ts";
import { textFlag } from "./line/flag.ts";

export const importArtifacts = command({
  details:
    "A source that the bundle has already is not read again, unless this program reads it better. The bundle is replaced when all is done; until then it stays as it is.",
  args: {
    bundle: oneArgument("BUNDLE", "The bundle that grows."),
    paths: anyArguments("PATH", "A folder, a file, an archive, or - for standard input."),
  },
  flags: {
    root: textFlag("NAME", "Name the place that paths count from. Default: that of the bundle."),
    ...ingestFlags,
  },
  examples: [
    ["dbundle import bundle.db ./more", "add what lies in ./more"],
    ["dbundle import bundle.db --logs late.txt", "add a log, whatever its name"],
  ],
  async run({ args, flags, global, to }) {
    using observer = ingestObserver(to);
    const report = await importInto({
      ...flags,
      bundle: args.bundle,
      inputs: inputsOf(args.paths, flags),
      limits: limitsOf(flags),
      observer,
    });
    observer[Symbol.dispose]();
    return tell(
      report,
      args.bundle,
      { json: global.json, strict: flags.strict, issueCount: issuesWhileReading(report) },
      to,
    );
  },
});
