import { escapeControls } from "../base/text.ts";
import { migrate as migrateBundle } from "../operations/migrate.ts";
import { oneArgument } from "./line/argument.ts";
import { command } from "./line/command.ts";
import { switchFlag, textFlag } from "./line/flag.ts";
import { printJson } from "./line/streams.ts";

export const migrate = command({
  details:
    "Brings a bundle of an older version of dbundle to this one's schema, all or nothing. Nothing needs it: an older bundle can be read as it is, only slower.",
  args: { bundle: oneArgument("BUNDLE", "The bundle.") },
  flags: {
    output: textFlag("FILE", "Write another file and leave the bundle as it is.", { short: "o" }),
    force: switchFlag("Replace the output if it exists.", { short: "f" }),
  },
  examples: [
    ["dbundle migrate bundle.db", "bring it to the current schema"],
    ["dbundle migrate old.db -o new.db", "write the newer one beside it"],
  ],
  run({ args, flags, global, to }) {
    const overwrite = flags.force ? "replace" : "refuse";
    const report = migrateBundle({ ...args, output: flags.output, overwrite });
    const { fromVersion, toVersion, outcome, path } = report;
    if (outcome === "migrated") {
      to.events.write("INFO", "debug_bundle.migrate", { path, from_version: fromVersion, to_version: toVersion });
    }
    if (global.json) printJson(to.out, report);
    else if (outcome === "current")
      to.out.write(
        `${escapeControls(path)} has the current schema (${toVersion}): nothing was ${flags.output === null ? "changed" : "written"}.\n`,
      );
    else to.out.write(`${escapeControls(path)} was brought from schema ${fromVersion} to ${toVersion}.\n`);
    return undefined;
  },
});
