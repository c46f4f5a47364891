import { info as infoOf } from "../operations/info.ts";
import { infoText } from "./info/text.ts";
import { oneArgument } from "./line/argument.ts";
import { command } from "./line/command.ts";
import { printJson } from "./line/streams.ts";

export const info = command({
  details: "Its sources, sessions, numbers, failures, and what could not be read.",
  args: { bundle: oneArgument("BUNDLE", "The bundle.") },
  flags: {},
  examples: [
    ["dbundle info bundle.db", "show what the bundle holds"],
    ["dbundle info bundle.db --json | jq .total_input_tokens", "one number of it"],
  ],
  run({ args, global, to }) {
    const bundle = infoOf(args.bundle);
    to.events.write("INFO", "debug_bundle.open", { path: args.bundle, schema_version: bundle.schema_version });
    if (global.json) printJson(to.out, bundle);
    else to.out.write(infoText(bundle, { width: to.out.width, colors: to.outColors }));
    return undefined;
  },
});
