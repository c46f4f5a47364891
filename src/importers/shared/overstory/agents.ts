// An agent's session, as `sessions.db` and the `sessions.json` before it hold it.

import type { StoreRow } from "../../../artifacts/artifact.ts";
import type { BundleWriter } from "../../../bundle/writer.ts";
import type { OverstoryRow } from "./row.ts";

/** What the records say about each other. */
export class AgentRelations {
  readonly #sessionOfAgent = new Map<string, string | null>();
  readonly #agentsOfClaudeSession = new Map<string, number>();

  /** Takes a record in; of two records of one agent the later counts. */
  add({ agent_name, id, claude_session_id }: StoreRow): void {
    if (typeof agent_name === "string") this.#sessionOfAgent.set(agent_name, typeof id === "string" ? id : null);
    if (typeof claude_session_id !== "string") return;
    const known = this.#agentsOfClaudeSession.get(claude_session_id) ?? 0;
    this.#agentsOfClaudeSession.set(claude_session_id, known + 1);
  }

  sessionOf(agentName: string | null): string | null {
    return agentName === null ? null : (this.#sessionOfAgent.get(agentName) ?? null);
  }

  isOfOneAgent(claudeSessionId: string): boolean {
    return this.#agentsOfClaudeSession.get(claudeSessionId) === 1;
  }
}

/**
 * Writes the agent and what its row says of sessions: its own (`attributes` is the row as written), and the session of the
 * coding agent that it runs, as a child of its own.
 */
export function writeAgent(row: OverstoryRow, raw: string, relations: AgentRelations, into: BundleWriter): void {
  const at = { number: row.number };
  const [agent_name, state, parent_agent] = [row.text("agent_name"), row.text("state"), row.text("parent_agent")];
  const ids = { session_id: row.text("id"), run_id: row.text("run_id") };
  const [started_at, last_activity] = [row.time("started_at"), row.time("last_activity")];
  const claude_session_id = row.text("claude_session_id");
  into.agent(
    {
      ...ids,
      agent_name,
      state,
      parent_agent,
      started_at,
      last_activity,
      claude_session_id,
      capability: row.text("capability"),
      worktree_path: row.text("worktree_path"),
      branch_name: row.text("branch_name"),
      task_id: row.text("task_id") ?? row.text("bead_id"),
      tmux_session: row.text("tmux_session"),
      pid: row.integer("pid"),
      depth: row.integer("depth"),
      escalation_level: row.integer("escalation_level"),
      stalled_since: row.time("stalled_since"),
      transcript_path: row.text("transcript_path"),
      prompt_version: row.text("prompt_version"),
    },
    at,
  );
  into.session(
    {
      ...ids,
      parent_session_id: relations.sessionOf(parent_agent),
      kind: "agent",
      agent_name,
      created_at: started_at,
      last_activity_at: last_activity,
      status: state,
      attributes: raw,
    },
    at,
  );
  if (claude_session_id !== null && claude_session_id !== ids.session_id && relations.isOfOneAgent(claude_session_id)) {
    into.session({ session_id: claude_session_id, parent_session_id: ids.session_id, agent_name }, at);
  }
}
