-- What the orchestrator's newest store says of the agent of a session.
SELECT id, agent_name, capability, state, is_active, task_id, branch_name, worktree_path, tmux_session, pid, parent_agent,
  depth, run_id, escalation_level, started_at, last_activity, stalled_since, transcript_path, prompt_version, claude_session_id
FROM agents
WHERE session_id = ?
ORDER BY last_activity DESC, id DESC
LIMIT 1
