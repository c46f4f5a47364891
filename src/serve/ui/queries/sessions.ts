// Sessions as a tree, with what each cost and how it failed.

import { query } from "../api/client.ts";
import { numberOf, type Row, textOf } from "../api/rows.ts";
import { instant } from "../format/times.ts";
import type { Loading } from "../state/answer.ts";

export interface Session {
  readonly id: string;
  readonly parent: string | null;
  readonly kind: string | null;
  readonly name: string | null;
  readonly status: string | null;
  readonly firstAt: string | null;
  readonly lastAt: string | null;
  readonly durationMs: number | null;
  /** Null: not known. */
  readonly tokens: number | null;
  readonly failures: number;
  readonly toolCalls: number;
}

export interface SessionNode extends Session {
  readonly depth: number;
}

export interface SessionTree {
  /** Parents before their children. */
  readonly nodes: readonly SessionNode[];
  /** More sessions than are shown. */
  readonly isCut: boolean;
}

const most = 1000;

export const sessionsSql = `SELECT s.session_id, s.parent_session_id, s.kind, coalesce(s.title, s.agent_name) AS name, s.status,
  coalesce(s.created_at, s.first_at) AS first_at, coalesce(s.ended_at, s.last_at) AS last_at,
  (SELECT total_tokens FROM token_summary AS t WHERE t.session_id = s.session_id) AS tokens,
  (SELECT count(*) FROM errors AS e WHERE e.session_id = s.session_id) AS failures,
  (SELECT count(*) FROM tool_calls AS c WHERE c.session_id = s.session_id) AS tool_calls
FROM sessions AS s
ORDER BY first_at IS NULL, first_at, s.session_id
LIMIT ${most}`;

export function sessionTree(bundle: string): Loading<SessionTree> {
  return {
    key: `sessions ${bundle}`,
    load: async (signal) => {
      const { rows, truncated } = await query(bundle, sessionsSql, {}, signal);
      return { nodes: treeOf(rows.map(sessionOf)), isCut: truncated || rows.length >= most };
    },
  };
}

function sessionOf(row: Row): Session {
  const firstAt = textOf(row.first_at);
  const lastAt = textOf(row.last_at);
  const [begin, end] = [instant(firstAt), instant(lastAt)];
  return {
    id: textOf(row.session_id) ?? "",
    parent: textOf(row.parent_session_id),
    kind: textOf(row.kind),
    name: textOf(row.name),
    status: textOf(row.status),
    firstAt,
    lastAt,
    durationMs: begin === null || end === null ? null : end - begin,
    tokens: numberOf(row.tokens),
    failures: numberOf(row.failures) ?? 0,
    toolCalls: numberOf(row.tool_calls) ?? 0,
  };
}

/** Parents that no row describes make their children roots; a circle of parents is cut where it is met again. */
function treeOf(sessions: readonly Session[]): SessionNode[] {
  const known = new Set(sessions.map(({ id }) => id));
  const children = Map.groupBy(sessions, ({ parent }) => (parent !== null && known.has(parent) ? parent : null));
  const nodes: SessionNode[] = [];
  const seen = new Set<string>();
  const add = (session: Session, depth: number) => {
    if (seen.has(session.id)) return;
    seen.add(session.id);
    nodes.push({ ...session, depth });
    for (const child of children.get(session.id) ?? []) add(child, depth + 1);
  };
  for (const root of children.get(null) ?? []) add(root, 0);
  for (const left of sessions) add(left, 0);
  return nodes;
}
