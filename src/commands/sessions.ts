import { UsageError } from "../base/errors.ts";
import { session } from "../operations/sessions/show.ts";
import { type SessionRow, sessions as sessionsOf } from "../operations/sessions.ts";
import { shortTime } from "./info/short-time.ts";
import { oneArgument, optionalArgument } from "./line/argument.ts";
import { command } from "./line/command.ts";
import { switchFlag, textFlag } from "./line/flag.ts";
import { shellWord } from "./line/shell-word.ts";
import { printJson } from "./line/streams.ts";
import { limitFlag, runFlag, sessionFlag, sinceFlag } from "./viewing/flags.ts";
import { sessionText } from "./viewing/session-text.ts";
import { type ColumnOf, printList } from "./viewing/table.ts";

export const sessions = command({
  details:
    "Lists sessions in the order of their start; `show NAME` tells all of one: its place in the tree, prompts, tools, errors, tokens and the head of its transcript; of a sandbox's session its log, interpreter state and files.",
  args: {
    bundle: oneArgument("BUNDLE", "The bundle."),
    action: optionalArgument("show", "Show one session.", { choices: ["show"] }),
    name: optionalArgument("NAME", "A session's id, the beginning of one, or an agent's name."),
  },
  flags: {
    session: sessionFlag,
    active: switchFlag("Only those that had not ended."),
    run: runFlag,
    status: textFlag("STATUS", "Only those of this status, as stated."),
    kind: textFlag("KIND", "Only this kind: wink, agent, conversation or sandbox."),
    since: sinceFlag,
    limit: limitFlag(50, "sessions"),
    "no-state": switchFlag("With show: leave the sandbox's interpreter state out."),
    "no-artifacts": switchFlag("With show: leave the sandbox's files out."),
  },
  examples: [
    ["dbundle sessions bundle.db --active", "what had not ended"],
    ["dbundle sessions bundle.db show builder-1", "all about one agent's session"],
    ["dbundle sessions bundle.db show conv --limit 10 --no-state", "the last ten records of a sandbox's log"],
  ],
  run({ args, flags, global, to }) {
    const { bundle, action, name } = args;
    if (bundle === "show") {
      const line = [action ?? "BUNDLE", "show", name ?? "NAME"].map(shellWord).join(" ");
      throw new UsageError(`The bundle comes first: dbundle sessions ${line}`);
    }
    if (action !== null) {
      const shown = session({
        bundle,
        name: nameToShow(bundle, action, name),
        limit: flags.limit,
        state: !flags["no-state"],
        artifacts: !flags["no-artifacts"],
      });
      if (global.json) printJson(to.out, shown);
      else to.out.write(sessionText(shown, bundle, { width: to.out.width, colors: to.outColors }));
      return;
    }
    const { session: named, active, run, status, kind, since, limit } = flags;
    const { rows, ...counts } = sessionsOf({ bundle, name: named, active, run, status, kind, since, limit });
    if (global.json) printJson(to.out, { sessions: rows, ...counts });
    else printList({ list: { rows, ...counts }, thing: "session", columns, next: nextOf(bundle, rows) }, to);
  },
});

function nameToShow(bundle: string, action: string, name: string | null): string {
  if (action !== "show")
    throw new UsageError(
      `"${action}" is nothing that sessions does. To see one: dbundle sessions ${shellWord(bundle)} show ${shellWord(action)}`,
    );
  if (name === null) throw new UsageError("The name of a session is missing: dbundle sessions BUNDLE show NAME");
  return name;
}

/** One in which something failed is more worth a look. */
function nextOf(bundle: string, rows: readonly SessionRow[]): string | null {
  const one = rows.find(({ error_count }) => error_count > 0) ?? rows[0];
  return one === undefined ? null : `sessions ${shellWord(bundle)} show ${shellWord(one.session_id)}`;
}

const columns: readonly ColumnOf<SessionRow>[] = [
  { title: "session", cell: ({ session_id }) => session_id },
  { title: "agent", cell: ({ agent_name, title }) => agent_name ?? title, optional: true },
  { title: "status", cell: ({ status }) => status },
  { title: "started", cell: ({ started_at }) => (started_at === null ? null : shortTime(started_at).slice(0, 16)) },
  { title: "tools", cell: ({ tool_invocation_count }) => tool_invocation_count, optional: true },
  { title: "errors", cell: ({ error_count }) => error_count, optional: true },
  { title: "tokens", cell: ({ total_tokens }) => total_tokens, optional: true },
  { title: "run", cell: ({ run_id }) => run_id, optional: true, wide: true },
];
