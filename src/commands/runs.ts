import { UsageError } from "../base/errors.ts";
import { type RunRow, run, runs as runsOf } from "../operations/runs.ts";
import { duration, shortTime } from "./info/short-time.ts";
import { oneArgument, optionalArgument } from "./line/argument.ts";
import { command } from "./line/command.ts";
import { switchFlag, textFlag } from "./line/flag.ts";
import { shellWord } from "./line/shell-word.ts";
import { printJson } from "./line/streams.ts";
import { limitFlag, sinceFlag } from "./viewing/flags.ts";
import { runText } from "./viewing/run-text.ts";
import { type ColumnOf, printList } from "./viewing/table.ts";

export const runs = command({
  details: "Lists runs, the newest first; `show ID` tells of one: its agents, tools, tokens and failures.",
  args: {
    bundle: oneArgument("BUNDLE", "The bundle."),
    action: optionalArgument("show", "Show one run.", { choices: ["show"] }),
    name: optionalArgument("ID", "A run's id, or its beginning."),
  },
  flags: {
    active: switchFlag("Only those that had not ended."),
    status: textFlag("STATUS", "Only those of this status: running, completed or failed."),
    coordinator: textFlag("NAME", "Only those of this coordinating agent."),
    since: sinceFlag,
    limit: limitFlag(50, "runs"),
  },
  examples: [
    ["dbundle runs bundle.db --status failed", "what failed"],
    ["dbundle runs bundle.db show run-2026-05-10", "one run, by the beginning of its id"],
  ],
  run({ args, flags, global, to }) {
    const { bundle, action, name } = args;
    if (bundle === "show") {
      const line = [action ?? "BUNDLE", "show", name ?? "ID"].map(shellWord).join(" ");
      throw new UsageError(`The bundle comes first: dbundle runs ${line}`);
    }
    if (action !== null) {
      if (action !== "show")
        throw new UsageError(
          `"${action}" is nothing that runs does. To see one: dbundle runs ${shellWord(bundle)} show ${shellWord(action)}`,
        );
      if (name === null) throw new UsageError("The id of a run is missing: dbundle runs BUNDLE show ID");
      const shown = run(bundle, name);
      if (global.json) printJson(to.out, shown);
      else to.out.write(runText(shown, bundle, { width: to.out.width, colors: to.outColors }));
      return;
    }
    const { rows, ...counts } = runsOf({ bundle, ...flags });
    if (global.json) printJson(to.out, { runs: rows, ...counts });
    else printList({ list: { rows, ...counts }, thing: "run", columns, next: nextOf(bundle, rows) }, to);
  },
});

/** One that failed is more worth a look. */
function nextOf(bundle: string, rows: readonly RunRow[]): string | null {
  const one = rows.find(({ status }) => status === "failed") ?? rows[0];
  return one === undefined ? null : `runs ${shellWord(bundle)} show ${shellWord(one.run_id)}`;
}

const columns: readonly ColumnOf<RunRow>[] = [
  { title: "run", cell: ({ run_id }) => run_id },
  { title: "status", cell: ({ status }) => status },
  { title: "started", cell: ({ started_at }) => (started_at === null ? null : shortTime(started_at).slice(0, 16)) },
  { title: "took", cell: ({ started_at, ended_at }) => tookOf(started_at, ended_at), optional: true },
  { title: "agents", cell: ({ agent_count }) => agent_count, optional: true },
  { title: "coordinator", cell: ({ coordinator }) => coordinator, optional: true },
  { title: "session", cell: ({ session_id }) => session_id, optional: true, wide: true },
  { title: "error", cell: ({ error_message, error_type }) => error_message ?? error_type, optional: true },
];

function tookOf(started: string | null, ended: string | null): string {
  return started === null || ended === null ? "" : duration(Date.parse(ended) - Date.parse(started));
}
