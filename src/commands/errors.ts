import { type ErrorRow, errors as errorsOf } from "../operations/errors.ts";
import { shortTime } from "./info/short-time.ts";
import { oneArgument } from "./line/argument.ts";
import { command } from "./line/command.ts";
import { switchFlag } from "./line/flag.ts";
import { shellWord } from "./line/shell-word.ts";
import { printJson, type Streams } from "./line/streams.ts";
import {
  classFlag,
  limitFlag,
  modelFlag,
  providerFlag,
  runFlag,
  sessionFlag,
  sinceFlag,
  toolFlag,
} from "./viewing/flags.ts";
import { footer, oneLine, shorter, unknown } from "./viewing/text.ts";

export const errors = command({
  details:
    "Lists failures of whatever origin, the newest first, each with what `dbundle raw` takes to show its record.",
  args: { bundle: oneArgument("BUNDLE", "The bundle.") },
  flags: {
    session: sessionFlag,
    run: runFlag,
    class: classFlag,
    tool: toolFlag,
    model: modelFlag,
    provider: providerFlag,
    since: sinceFlag,
    oldest: switchFlag("Begin with the oldest."),
    limit: limitFlag(50, "errors"),
  },
  examples: [
    ["dbundle errors bundle.db", "the latest failures"],
    ["dbundle errors bundle.db --class tool --tool Bash --oldest", "how it began"],
  ],
  run({ args, flags, global, to }) {
    const { oldest, ...filter } = flags;
    const { rows, ...counts } = errorsOf({ ...args, ...filter, order: oldest ? "oldest" : "newest" });
    if (global.json) {
      printJson(to.out, { errors: rows, ...counts });
      return;
    }
    for (const row of rows) to.out.write(`${lines(row, to).join("\n")}\n`);
    to.out.write(`${footer({ rows, ...counts }, "error", to.outColors)}\n`);
    const [first] = rows;
    if (first !== undefined)
      to.out.write(
        `${to.outColors.faint(`Original of the first: dbundle raw ${shellWord(args.bundle)} ${shellWord(first.raw_address)}`)}\n`,
      );
  },
});

function lines(row: ErrorRow, { out, outColors }: Streams): string[] {
  const { timestamp, time_zone, error_class, error_type, error_code, message, session_id, raw_address } = row;
  const time = timestamp === null ? unknown : `${shortTime(timestamp)}${time_zone === "assumed" ? "?" : ""}`;
  const what = oneLine(kindOf(error_class, error_type ?? error_code), 32);
  const where = [raw_address, session_id === null ? null : shorter(session_id)]
    .filter((part) => part !== null)
    .join("  ");
  const room = out.width - time.length - what.length - 4;
  return [
    `${outColors.faint(time)}  ${outColors.error(what)}  ${outColors.faint(oneLine(where, room))}`,
    `  ${oneLine(message ?? "(no message)", out.width - 2)}`,
  ];
}

/** Types such as `tool.error` begin with their class. */
function kindOf(errorClass: string, type: string | null): string {
  if (type === null) return errorClass;
  return type.startsWith(`${errorClass}.`) ? type : `${errorClass} ${type}`;
}
