import { type ConversationRow, conversations as conversationsOf } from "../operations/conversations.ts";
import { shortTime } from "./info/short-time.ts";
import { oneArgument } from "./line/argument.ts";
import { command } from "./line/command.ts";
import { textFlag } from "./line/flag.ts";
import { shellWord } from "./line/shell-word.ts";
import { printJson } from "./line/streams.ts";
import { classFlag, limitFlag, modelFlag, providerFlag, sessionFlag, sinceFlag, toolFlag } from "./viewing/flags.ts";
import { type ColumnOf, printList } from "./viewing/table.ts";

export const conversations = command({
  details:
    "Lists conversations, the latest activity first, those that had ended too. `dbundle timeline BUNDLE --conversation ID` shows one, `dbundle extract BUNDLE --conversation ID` takes it out.",
  args: { bundle: oneArgument("BUNDLE", "The bundle.") },
  flags: {
    session: sessionFlag,
    status: textFlag("STATUS", "Only those of this status, as stated: active, closed, evicted."),
    class: classFlag,
    tool: toolFlag,
    model: modelFlag,
    provider: providerFlag,
    since: sinceFlag,
    limit: limitFlag(50, "conversations"),
  },
  examples: [
    ["dbundle conversations bundle.db", "the latest ones"],
    ["dbundle conversations bundle.db --class tool --since 2026-02-01", "in which a tool failed lately"],
  ],
  run({ args, flags, global, to }) {
    const { rows, ...counts } = conversationsOf({ ...args, ...flags });
    if (global.json) printJson(to.out, { conversations: rows, ...counts });
    else {
      const [first] = rows;
      const next =
        first === undefined
          ? null
          : `timeline ${shellWord(args.bundle)} --conversation ${shellWord(first.conversation_id)}`;
      printList({ list: { rows, ...counts }, thing: "conversation", columns, next }, to);
    }
  },
});

const columns: readonly ColumnOf<ConversationRow>[] = [
  { title: "conversation", cell: ({ conversation_id }) => conversation_id },
  {
    title: "last activity",
    cell: ({ last_activity_at }) => (last_activity_at === null ? null : shortTime(last_activity_at).slice(0, 16)),
  },
  { title: "status", cell: ({ status }) => status },
  { title: "turns", cell: ({ turn_count }) => turn_count },
  { title: "events", cell: ({ event_count }) => event_count },
  { title: "entities", cell: ({ entity_count }) => entity_count, wide: true },
  { title: "errors", cell: ({ error_count }) => error_count, optional: true },
  { title: "last error", cell: ({ last_error_class }) => last_error_class, optional: true, wide: true },
  { title: "runtime", cell: ({ runtime_key }) => runtime_key, optional: true, wide: true },
];
