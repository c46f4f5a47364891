-- Agents of a run in the order of their start.
SELECT agent_name, capability, state, is_active, session_id, task_id, parent_agent, depth, started_at, last_activity
FROM agents
WHERE run_id = ?
ORDER BY started_at, source_line
