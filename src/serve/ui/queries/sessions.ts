// Sessions as a tree, with what each cost and how it failed.

import type * as Served from "../../api/types.ts";
import { endpoint } from "../api/client.ts";
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

/** The list as one would ask for it oneself. */
export const sessionsSql = `SELECT s.session_id, s.parent_session_id, s.kind, coalesce(s.title, s.agent_name) AS name, s.status,
  coalesce(s.first_at, s.created_at) AS first_at, coalesce(s.last_at, s.ended_at) AS last_at,
  (SELECT total_tokens FROM token_summary AS t WHERE t.session_id = s.session_id) AS tokens,
  (SELECT count(*) FROM errors AS e WHERE e.session_id = s.session_id) AS failures
FROM sessions AS s
ORDER BY first_at IS NULL, first_at, s.session_id
LIMIT 1000`;

export function sessionTree(bundle: string): Loading<SessionTree> {
  return {
    key: `sessions ${bundle}`,
    load: async (signal) => {
      const { sessions, truncated } = await endpoint<Served.Sessions>(bundle, "sessions", {}, signal);
      return { nodes: treeOf(sessions.map(sessionOf)), isCut: truncated };
    },
  };
}

function sessionOf(served: Served.Session): Session {
  const [begin, end] = [instant(served.first_at), instant(served.last_at)];
  return {
    id: served.session_id,
    parent: served.parent_session_id,
    kind: served.kind,
    name: served.title ?? served.agent_name,
    status: served.status,
    firstAt: served.first_at,
    lastAt: served.last_at,
    durationMs: begin === null || end === null ? null : end - begin,
    tokens: served.total_tokens,
    failures: served.error_count,
    toolCalls: served.tool_invocation_count,
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
