// Sessions as a tree: children below their parent, each with what went wrong and what it cost.

import { escapeControls } from "../../base/text.ts";
import type { BundleInfo, SessionInfo } from "../../operations/info.ts";
import { type Colors, plain } from "../../terminal/colors.ts";
import { cutToWidth, displayWidth } from "../../terminal/width.ts";
import { shellWord } from "../line/shell-word.ts";
import { amount, count } from "./amount.ts";
import type { Look } from "./look.ts";

const mostShown = 30;
/** Leaves room for the facts. */
const longestName = 40;

export function sessionLines({ path, sessions, root_session_id }: BundleInfo, look: Look): string[] {
  const lines: string[] = [];
  for (const { session, prefix } of inTreeOrder(sessions)) {
    if (lines.length === mostShown) {
      lines.push(`  … and ${count(sessions.length - mostShown)} more: dbundle sessions ${shellWord(path)} --limit 0`);
      break;
    }
    lines.push(sessionLine(session, prefix, session.session_id === root_session_id, look));
  }
  return lines;
}

interface Placed {
  readonly session: SessionInfo;
  /** What stands before it: the lines of the tree. */
  readonly prefix: string;
}

function* inTreeOrder(sessions: readonly SessionInfo[]): Generator<Placed> {
  const known = new Set(sessions.map((session) => session.session_id));
  const children = Map.groupBy(sessions, ({ parent_session_id: parent }) =>
    parent !== null && known.has(parent) ? parent : null,
  );
  const seen = new Set<string>();
  function* below(parent: string | null, indent: string): Generator<Placed> {
    const list = children.get(parent) ?? [];
    for (const [index, session] of list.entries()) {
      if (seen.has(session.session_id)) continue; // Sessions that name each other as parents come up once.
      seen.add(session.session_id);
      const isLast = index === list.length - 1;
      yield { session, prefix: parent === null ? "  " : `${indent}${isLast ? "└─ " : "├─ "}` };
      yield* below(session.session_id, parent === null ? "  " : `${indent}${isLast ? "   " : "│  "}`);
    }
  }
  yield* below(null, "");
  // A ring of parents has no root; it is shown all the same.
  for (const session of sessions) {
    if (!seen.has(session.session_id)) yield { session, prefix: "  " };
  }
}

function sessionLine(session: SessionInfo, prefix: string, isRoot: boolean, { width, colors }: Look): string {
  const start = `${prefix}${escapeControls(session.session_id)}  `;
  const facts = sessionFacts(session, isRoot, colors);
  const widths = sessionFacts(session, isRoot, plain).map(displayWidth);
  let used = displayWidth(start);
  // A fact is shown whole or not at all: half a number is a wrong one.
  const fitting = facts.filter((_, at) => {
    const end = used + (widths[at] ?? 0);
    if (end > width) return false;
    used = end + ", ".length;
    return true;
  });
  if (facts.length > 0 && fitting.length === 0)
    return cutToWidth(start + sessionFacts(session, isRoot, plain).join(", "), width);
  return (start + fitting.join(", ")).trimEnd();
}

function sessionFacts(session: SessionInfo, isRoot: boolean, colors: Colors): string[] {
  const { status, tool_invocation_count: tools, tool_failure_count: failures, total_tokens: tokens } = session;
  const name = [session.agent_name, session.title].filter((part) => part !== null).join(": ");
  const facts = [
    isRoot ? colors.faint("root") : null,
    name === "" ? null : cutToWidth(escapeControls(name), longestName),
    status === null ? null : escapeControls(status),
    tools === 0 ? null : amount(tools, "tool"),
    failures === 0 ? null : colors.error(`${count(failures)} failed`),
    tokens === null ? null : amount(tokens, "token"),
  ];
  return facts.filter((fact) => fact !== null);
}
