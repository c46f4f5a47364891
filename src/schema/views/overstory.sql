CREATE VIEW agents AS
-- Agents of orchestrators, one row a name in each store; a store that has rows wins over the JSON file beside it.
SELECT
  id, -- local id
  source_id, -- the store or file
  source_line, -- row or entry, from 1
  session_id, -- the agent's own session
  agent_name, -- agent; a name used again has overwritten its earlier row in the store
  capability, -- scout, builder, reviewer, lead, merger, coordinator, …
  state, -- booting, working, in_turn, between_turns, stalled, completed, zombie, or as stated
  CASE WHEN state IS NULL THEN NULL ELSE state IN ('booting', 'working', 'in_turn', 'between_turns', 'stalled') END AS is_active, -- 1: not completed and no zombie; NULL: no state
  task_id, -- task; '' where there is none
  branch_name, -- git branch
  worktree_path, -- folder of its worktree
  tmux_session, -- tmux session; '' where it has ended or there was none
  pid, -- process on its machine; NULL: none
  parent_agent, -- agent that started it; NULL: none
  depth, -- 0 for a root
  run_id, -- run; may name one that no artifact describes; NULL: not stated
  escalation_level, -- how far the watchdog went, from 0; NULL: not recorded
  started_at, -- UTC
  last_activity, -- UTC
  stalled_since, -- UTC; NULL: not stalled
  transcript_path, -- path of the coding agent's transcript on its machine
  prompt_version, -- version of its prompt
  claude_session_id, -- session of the coding agent
  CASE WHEN coalesce(started_at, last_activity) IS NULL THEN NULL WHEN time_assumed = 1 THEN 'assumed' ELSE 'stated' END AS time_zone -- assumed: times read as UTC without a stated zone
FROM _agents
WHERE superseded = 0;

CREATE VIEW agent_mail AS
-- Mail between agents; a broadcast is one row a receiver.
SELECT
  id, -- id in documents
  source_id, -- the store or file
  source_line, -- row or entry, from 1
  key AS message_id, -- the store's own id
  CASE WHEN json_valid(payload, 6) THEN json_extract(payload, '$.from_agent') END AS from_agent, -- sender
  CASE WHEN json_valid(payload, 6) THEN json_extract(payload, '$.to_agent') END AS to_agent, -- receiver
  CASE WHEN json_valid(payload, 6) THEN json_extract(payload, '$.subject') END AS subject, -- text
  CASE WHEN json_valid(payload, 6) THEN json_extract(payload, '$.body') END AS body, -- text
  CASE WHEN json_valid(payload, 6) THEN json_extract(payload, '$.type') END AS type, -- status, question, result, error, worker_done, merge_ready, escalation, dispatch, …
  CASE WHEN json_valid(payload, 6) THEN json_extract(payload, '$.priority') END AS priority, -- low, normal, high, urgent
  CASE WHEN json_valid(payload, 6) THEN json_extract(payload, '$.thread_id') END AS thread_id, -- message that began the thread; NULL: none
  CASE WHEN json_valid(payload, 6) THEN json_extract(payload, '$.payload') END AS payload, -- JSON as written by the sender; NULL: none
  CASE WHEN json_valid(payload, 6) THEN json_extract(payload, '$.read') END AS is_read, -- 1 read, 0 not
  timestamp, -- UTC
  CASE WHEN timestamp IS NULL THEN NULL WHEN time_assumed = 1 THEN 'assumed' ELSE 'stated' END AS time_zone -- assumed: read as UTC without a stated zone
FROM _documents
WHERE superseded = 0 AND kind = 'overstory.mail';

CREATE VIEW merge_queue AS
-- Branches that wait for their merge, or were merged.
SELECT
  id, -- id in documents
  source_id, -- the store or file
  source_line, -- row or entry, from 1
  CASE WHEN json_valid(payload, 6) THEN coalesce(json_extract(payload, '$.branch_name'), json_extract(payload, '$.branchName')) END AS branch_name, -- git branch
  CASE WHEN json_valid(payload, 6) THEN coalesce(json_extract(payload, '$.task_id'), json_extract(payload, '$.bead_id'), json_extract(payload, '$.taskId'), json_extract(payload, '$.beadId')) END AS task_id, -- task
  CASE WHEN json_valid(payload, 6) THEN coalesce(json_extract(payload, '$.agent_name'), json_extract(payload, '$.agentName')) END AS agent_name, -- agent that made it
  CASE WHEN json_valid(payload, 6) THEN coalesce(json_extract(payload, '$.files_modified'), json_extract(payload, '$.filesModified')) END AS files_modified, -- JSON array of paths
  CASE WHEN json_valid(payload, 6) THEN json_extract(payload, '$.status') END AS status, -- pending, merging, merged, conflict, failed
  CASE WHEN json_valid(payload, 6) THEN coalesce(json_extract(payload, '$.resolved_tier'), json_extract(payload, '$.resolvedTier')) END AS resolved_tier, -- clean-merge, auto-resolve, ai-resolve, reimagine; NULL: not merged
  timestamp AS enqueued_at, -- UTC
  CASE WHEN timestamp IS NULL THEN NULL WHEN time_assumed = 1 THEN 'assumed' ELSE 'stated' END AS time_zone -- assumed: read as UTC without a stated zone
FROM _documents
WHERE superseded = 0 AND kind = 'overstory.merge_queue';

CREATE VIEW agent_metrics AS
-- Reported totals of agents' tasks: what the orchestrator says, beside what calls add up to.
SELECT
  id, -- id in documents
  source_id, -- the store or file
  source_line, -- row or entry, from 1
  CASE WHEN json_valid(payload, 6) THEN json_extract(payload, '$.agent_name') END AS agent_name, -- agent
  CASE WHEN json_valid(payload, 6) THEN coalesce(json_extract(payload, '$.task_id'), json_extract(payload, '$.bead_id')) END AS task_id, -- task
  CASE WHEN json_valid(payload, 6) THEN json_extract(payload, '$.capability') END AS capability, -- kind of agent
  run_id, -- NULL: not stated
  CASE WHEN json_valid(payload, 6) THEN json_extract(payload, '$.duration_ms') END AS duration_ms, -- milliseconds as stored; 0 while the task runs
  CASE WHEN json_valid(payload, 6) THEN json_extract(payload, '$.exit_code') END AS exit_code, -- NULL: not ended, or not known
  CASE WHEN json_valid(payload, 6) THEN json_extract(payload, '$.merge_result') END AS merge_result, -- clean-merge, auto-resolve, ai-resolve, reimagine; NULL: not merged
  CASE WHEN json_valid(payload, 6) THEN json_extract(payload, '$.parent_agent') END AS parent_agent, -- agent that started it; NULL: none
  CASE WHEN json_valid(payload, 6) THEN json_extract(payload, '$.input_tokens') END AS input_tokens, -- reported tokens that no cache held
  CASE WHEN json_valid(payload, 6) THEN json_extract(payload, '$.output_tokens') END AS output_tokens, -- reported
  CASE WHEN json_valid(payload, 6) THEN json_extract(payload, '$.cache_read_tokens') END AS cache_read_tokens, -- reported; not part of input_tokens
  CASE WHEN json_valid(payload, 6) THEN json_extract(payload, '$.cache_creation_tokens') END AS cache_creation_tokens, -- reported; not part of input_tokens
  CASE WHEN json_valid(payload, 6) THEN json_extract(payload, '$.estimated_cost_usd') END AS estimated_cost_usd, -- US dollars as the orchestrator reckoned; NULL: unknown
  CASE WHEN json_valid(payload, 6) THEN json_extract(payload, '$.model_used') END AS model, -- model; NULL: not recorded
  CASE WHEN json_valid(payload, 6) THEN json_extract(payload, '$.started_at') END AS started_at, -- as written
  CASE WHEN json_valid(payload, 6) THEN json_extract(payload, '$.completed_at') END AS completed_at, -- as written; NULL: not completed
  timestamp, -- UTC, of the end, else of the start
  CASE WHEN timestamp IS NULL THEN NULL WHEN time_assumed = 1 THEN 'assumed' ELSE 'stated' END AS time_zone -- assumed: read as UTC without a stated zone
FROM _documents
WHERE superseded = 0 AND kind = 'overstory.metrics.session';

CREATE VIEW agent_token_snapshots AS
-- Readings of an agent's growing totals: the newest stands for all before it, never add them.
SELECT
  id, -- id in documents
  source_id, -- the store or file
  source_line, -- row or entry, from 1
  CASE WHEN json_valid(payload, 6) THEN json_extract(payload, '$.agent_name') END AS agent_name, -- agent
  run_id, -- NULL: not stated
  CASE WHEN json_valid(payload, 6) THEN json_extract(payload, '$.input_tokens') END AS input_tokens, -- reported tokens that no cache held
  CASE WHEN json_valid(payload, 6) THEN json_extract(payload, '$.output_tokens') END AS output_tokens, -- reported
  CASE WHEN json_valid(payload, 6) THEN json_extract(payload, '$.cache_read_tokens') END AS cache_read_tokens, -- reported; not part of input_tokens
  CASE WHEN json_valid(payload, 6) THEN json_extract(payload, '$.cache_creation_tokens') END AS cache_creation_tokens, -- reported; not part of input_tokens
  CASE WHEN json_valid(payload, 6) THEN json_extract(payload, '$.estimated_cost_usd') END AS estimated_cost_usd, -- US dollars as the orchestrator reckoned; NULL: unknown
  CASE WHEN json_valid(payload, 6) THEN json_extract(payload, '$.model_used') END AS model, -- model; NULL: not recorded
  timestamp, -- UTC
  CASE WHEN timestamp IS NULL THEN NULL WHEN time_assumed = 1 THEN 'assumed' ELSE 'stated' END AS time_zone -- assumed: read as UTC without a stated zone
FROM _documents
WHERE superseded = 0 AND kind = 'overstory.metrics.token_snapshot';
