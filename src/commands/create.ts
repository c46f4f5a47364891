import { create as createBundle } from "../operations/create.ts";
import { issueCount } from "../operations/issues.ts";
import { ingestFlags, inputsOf, limitsOf, tagsOf } from "./ingest/flags.ts";
import { ingestObserver } from "./ingest/observer.ts";
import { tell } from "./ingest/summary.ts";
import { anyArguments } from "./line/argument.ts";
import { command } from "./line/command.ts";
import { choiceFlag, listFlag, switchFlag, textFlag } from "./line/flag.ts";

export const create = command({
  details:
    "Reads all that it recognises in the folders and files, and keeps the original bytes of everything. What could not be read becomes an issue in the bundle; nothing is left out in silence.",
  args: { paths: anyArguments("PATH", "A folder, a file, an archive, or - for standard input.") },
  flags: {
    output: textFlag("FILE", "The bundle. Default: bundle.db in the one folder that is named, else here.", {
      short: "o",
    }),
    force: switchFlag("Replace the output if it exists.", { short: "f" }),
    description: textFlag("TEXT", "Say what the bundle is about.", { short: "d" }),
    tag: listFlag("KEY=VALUE", "Note a fact about the bundle.", { short: "t" }),
    root: textFlag("NAME", "Name the place that paths count from, so that bundles of one place merge as one."),
    originals: choiceFlag(["keep", "drop"], "keep", "drop: leave the original bytes out."),
    search: choiceFlag(
      ["default", "full", "none"],
      "default",
      "What the search index holds. default: messages, tools, prompts, errors, files, documents, and logs from WARNING up. full: all logs too.",
    ),
    ...ingestFlags,
  },
  examples: [
    ["dbundle create ./debug", "make ./debug/bundle.db of all that lies in ./debug"],
    ["dbundle create run-1 run-2 -o runs.db --tag pr=123", "one bundle of two folders, with a tag"],
    ["dbundle create --session s.jsonl --logs s.log --files f.zip -o bundle.db", "name files and their kinds yourself"],
    ["zcat run.jsonl.gz | dbundle create - -o run.db", "read standard input"],
  ],
  async run({ args, flags, global, to }) {
    using observer = ingestObserver(to);
    const report = await createBundle({
      ...flags,
      inputs: inputsOf(args.paths, flags),
      overwrite: flags.force ? "replace" : "refuse",
      tags: tagsOf(flags.tag),
      limits: limitsOf(flags),
      observer,
    });
    observer[Symbol.dispose]();
    const { output, bundleId, sourceDirectory } = report;
    const context = { path: output, bundle_id: bundleId, source_directory: sourceDirectory };
    to.events.write("INFO", "debug_bundle.create", context);
    return tell(report, output, { json: global.json, strict: flags.strict, issueCount: issueCount(output) }, to);
  },
});
