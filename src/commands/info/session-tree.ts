// Sessions as a tree: children below their parent, each with what went wrong and what it cost.

import { escapeControls } from "../../base/text.ts";
import type { BundleInfo, SessionInfo } from "../../operations/info.ts";
import { type Colors, plain } from "../../terminal/colors.ts";
import { cutToWidth, displayWidth } from "../../terminal/width.ts";
import { amount, count } from "./amount.ts";
import type { Look } from "./look.ts";

const mostShown = 30;

export function sessionLines({ sessions, root_session_id }: BundleInfo, look: Look): string[] {
  const lines: string[] = [];
  for (const { session, prefix } of inTreeOrder(sessions)) {
    if (lines.length === mostShown) {
      lines.push(`  … and ${count(sessions.length - mostShown)} more: dbundle query BUNDLE "SELECT * FROM sessions"`);
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
  const text = start + sessionFacts(session, isRoot, plain);
  // A line that is cut has no colours: an escape sequence must not be cut in two.
  if (displayWidth(text) > width) return cutToWidth(text, width);
  return (start + sessionFacts(session, isRoot, colors)).trimEnd();
}

function sessionFacts(session: SessionInfo, isRoot: boolean, colors: Colors): string {
  const { status, tool_invocation_count: tools, tool_failure_count: failures, total_tokens: tokens } = session;
  const name = [session.agent_name, session.title].filter((part) => part !== null).join(": ");
  const facts = [
    isRoot ? colors.faint("root") : null,
    name === "" ? null : escapeControls(name),
    status === null ? null : escapeControls(status),
    tools === 0 ? null : amount(tools, "tool"),
    failures === 0 ? null : colors.error(`${count(failures)} failed`),
    tokens === null ? null : amount(tokens, "token"),
  ];
  return facts.filter((fact) => fact !== null).join(", ");
}
