import { escapeControls } from "../base/text.ts";
import { type LogRow, logs as logsOf } from "../operations/logs.ts";
import { oneArgument } from "./line/argument.ts";
import { command } from "./line/command.ts";
import { switchFlag, textFlag } from "./line/flag.ts";
import { shellWord } from "./line/shell-word.ts";
import { printJson, type Streams } from "./line/streams.ts";
import { limitFlag, runFlag, sessionFlag, sinceFlag, untilFlag } from "./viewing/flags.ts";
import { clock, footer, noTime, oneLine, padded, unknown, zoneNotes } from "./viewing/text.ts";

export const logs = command({
  details: "Lists log records in the order of time. --level counts severities, whatever a level is called.",
  args: { bundle: oneArgument("BUNDLE", "The bundle.") },
  flags: {
    session: sessionFlag,
    run: runFlag,
    level: textFlag("LEVEL", "Only from this level up: debug, info, warning, error."),
    event: textFlag("NAME", "Only this event."),
    logger: textFlag("NAME", "Only this logger."),
    since: sinceFlag,
    until: untilFlag,
    newest: switchFlag("Begin with the newest."),
    limit: limitFlag(100, "records"),
  },
  examples: [
    ["dbundle logs bundle.db --level warning", "what went wrong"],
    ["dbundle logs bundle.db --newest --limit 20", "the end of it"],
  ],
  run({ args, flags, global, to }) {
    const { newest, ...filter } = flags;
    const { rows, ...counts } = logsOf({ ...args, ...filter, order: newest ? "newest" : "oldest" });
    if (global.json) {
      printJson(to.out, { logs: rows, ...counts });
      return;
    }
    print(rows, to);
    const notes = [footer({ rows, ...counts }, "record", to.outColors), ...zoneNotes(rows, to.outColors)];
    to.out.write(`${notes.join("\n")}\n`);
    const last = rows.at(-1);
    if (last !== undefined)
      to.out.write(
        `${to.outColors.faint(`Original of the last: dbundle raw ${shellWord(args.bundle)} logs/${last.id}`)}\n`,
      );
  },
});

function print(rows: readonly LogRow[], { out, outColors }: Streams): void {
  let day: string | null = null;
  for (const row of rows) {
    const today = row.timestamp?.slice(0, 10) ?? noTime;
    if (today !== day) out.write(`${outColors.strong(today)}\n`);
    day = today;
    out.write(`${line(row, out.width, outColors)}\n`);
  }
}

function line(row: LogRow, width: number, colors: Streams["outColors"]): string {
  const { timestamp, time_zone, level, severity, logger, event, message } = row;
  const paint = severity === null ? same : severity >= 17 ? colors.error : severity >= 13 ? colors.warning : same;
  const time = timestamp === null ? unknown.padEnd(13) : `${clock(timestamp)}${time_zone === "assumed" ? "?" : " "}`;
  const shown = padded(level === null ? unknown : escapeControls(level), 8);
  const said = [event, message].filter((part) => part !== null && part !== "").join("  ");
  const text = said === "" ? (logger ?? "") : said;
  return `${colors.faint(time)} ${paint(shown)} ${oneLine(text, width - 23)}`;
}

function same(text: string): string {
  return text;
}
