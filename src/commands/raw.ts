import { escapeControls } from "../base/text.ts";
import { raw as rawBytes } from "../operations/raw.ts";
import { oneArgument } from "./line/argument.ts";
import { command } from "./line/command.ts";

export const raw = command({
  details:
    "Prints the exact bytes, line ends included. SOURCE is a path, a number, or the first 6 digits of a key; MEMBER is a file of an archive, or a table of a store, whose rows are printed as JSON. VIEW/ID names the record that a row comes from. On a terminal control characters are shown as escapes.",
  args: {
    bundle: oneArgument("BUNDLE", "The bundle."),
    address: oneArgument("ADDRESS", "SOURCE[:LINE[-LINE]], SOURCE!/MEMBER[:LINE[-LINE]], or VIEW/ID."),
  },
  flags: {},
  examples: [
    ["dbundle raw bundle.db session.log:17", "line 17 of a log"],
    ["dbundle raw bundle.db session.log:17-20", "four lines"],
    ["dbundle raw bundle.db 'run.zip!/session.log:3'", "a line of a file in an archive"],
    ["dbundle raw bundle.db logs/4294967313", "the record behind a row of logs"],
  ],
  async run({ args, to }) {
    const decoder = new TextDecoder();
    for await (const bytes of rawBytes(args)) {
      if (!to.out.isOpen) return undefined;
      to.out.write(
        to.out.isTerminal ? escapeControls(decoder.decode(bytes, { stream: true }), { keepLineFeeds: true }) : bytes,
      );
    }
    return undefined;
  },
});
