import { escapeControls } from "../base/text.ts";
import { type ErrorRow, errors as errorsOf } from "../operations/errors.ts";
import { displayWidth } from "../terminal/width.ts";
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
import { type SessionLabels, sessionLabels } from "./viewing/session-labels.ts";
import { footer, noTime, oneLine, zoneNotes } from "./viewing/text.ts";

const longestKind = 32;

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
    const labels = sessionLabels(rows.map(({ session_id }) => session_id));
    for (const row of rows) to.out.write(`${lines(row, labels, to).join("\n")}\n`);
    to.out.write(
      `${[footer({ rows, ...counts }, "error", to.outColors), ...hints(rows, args.bundle, to)].join("\n")}\n`,
    );
  },
});

function lines(row: ErrorRow, labels: SessionLabels, { out, outColors }: Streams): string[] {
  const { timestamp, time_zone, error_class, error_type, error_code, message, session_id, raw_address } = row;
  const time = timestamp === null ? noTime : `${shortTime(timestamp)}${time_zone === "assumed" ? "?" : ""}`;
  const kind = kindOf(error_class, error_type ?? error_code);
  // Of the address every letter counts: it is copied.
  const address = escapeControls(raw_address);
  const whole = session_id === null ? address : `${address}  ${labels.of(session_id)}`;
  const room = (place: string) => out.width - displayWidth(`${time}  ${place}`) - 2;
  const where = room(whole) < Math.min(displayWidth(kind), longestKind) ? address : whole;
  const what = oneLine(kind, Math.max(error_class.length, Math.min(longestKind, room(where))));
  return [
    `${outColors.faint(time)}  ${outColors.error(what)}  ${outColors.faint(where)}`,
    `  ${oneLine(message ?? "(no message)", out.width - 2)}`,
  ];
}

function hints(rows: readonly ErrorRow[], bundle: string, { outColors }: Streams): string[] {
  const [first] = rows;
  if (first === undefined) return [];
  const { raw_address, session_id } = first;
  const around =
    session_id === null ? [] : [`Around it: dbundle timeline ${shellWord(bundle)} --session ${shellWord(session_id)}`];
  const original = `Original of the first: dbundle raw ${shellWord(bundle)} ${shellWord(raw_address)}`;
  return [...zoneNotes(rows, outColors), ...[original, ...around].map(outColors.faint)];
}

/** Types such as `tool.error` begin with their class. */
function kindOf(errorClass: string, type: string | null): string {
  if (type === null) return errorClass;
  return type.startsWith(`${errorClass}.`) ? type : `${errorClass} ${type}`;
}
