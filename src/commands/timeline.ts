import { timeline as timelineOf } from "../operations/timeline.ts";
import { oneArgument } from "./line/argument.ts";
import { command } from "./line/command.ts";
import { choiceFlag, switchFlag, textFlag } from "./line/flag.ts";
import { printJson } from "./line/streams.ts";
import {
  classFlag,
  limitFlag,
  modelFlag,
  providerFlag,
  runFlag,
  sessionFlag,
  sinceFlag,
  toolFlag,
  untilFlag,
} from "./viewing/flags.ts";
import { timelineText } from "./viewing/timeline-text.ts";

export const timeline = command({
  details:
    "Shows prompts, model calls, tool calls and errors in the order of time, with the time since the row before. A time that the artifact states without a zone was read as UTC and is marked with ?; a difference between clocks that are not known to agree is marked with ~. With --conversation: turns, messages, entities, calls and errors of one conversation.",
  args: { bundle: oneArgument("BUNDLE", "The bundle.") },
  flags: {
    conversation: textFlag("ID", "One conversation, of all its sources."),
    session: sessionFlag,
    run: runFlag,
    tool: toolFlag,
    model: modelFlag,
    provider: providerFlag,
    status: choiceFlag(
      ["ok", "error", "denied", "pending", "unknown", "timeout"],
      null,
      "Only calls that ended so; a model's call ends with ok, error or timeout.",
    ),
    class: classFlag,
    level: textFlag("LEVEL", "Only log records from this level up."),
    since: sinceFlag,
    until: untilFlag,
    events: switchFlag("Show events too."),
    logs: switchFlag("Show log records too."),
    messages: switchFlag("Show the transcript's messages too."),
    newest: switchFlag("Begin with the newest."),
    limit: limitFlag(100, "rows"),
  },
  examples: [
    ["dbundle timeline bundle.db", "what happened"],
    ["dbundle timeline bundle.db --status error --newest", "the last failures"],
    ["dbundle timeline bundle.db --conversation conv-1 --events", "one conversation with its raw events"],
  ],
  run({ args, flags, global, to }) {
    const { newest, ...filter } = flags;
    const found = timelineOf({ ...args, ...filter, order: newest ? "newest" : "oldest" });
    const { rows, ...counts } = found;
    if (global.json) printJson(to.out, { timeline: rows, ...counts });
    else to.out.write(timelineText(found, args.bundle, { width: to.out.width, colors: to.outColors }));
  },
});
