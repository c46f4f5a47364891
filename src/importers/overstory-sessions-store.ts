// Format: docs/formats/overstory-sessions-store.md

import { AgentRelations, writeAgent } from "./shared/overstory/agents.ts";
import { hasColumns, overstoryStore, type TableReading } from "./shared/overstory/store.ts";
import { rowAsJson } from "./shared/store-rows.ts";

const isAgents = hasColumns("id", "agent_name", "capability", "worktree_path", "branch_name", "tmux_session", "state");

export const overstorySessionsStore = overstoryStore({
  id: "overstory-sessions-store",
  title: "overstory sessions.db: agents and runs (SQLite)",
  tables: [
    // `bead_id` until v0.5, `task_id` since v0.6.
    { fits: (columns) => isAgents(columns) && (columns.has("task_id") || columns.has("bead_id")), read: readAgents },
    {
      fits: hasColumns("id", "started_at", "completed_at", "agent_count", "coordinator_session_id", "status"),
      read: readRuns,
    },
  ],
});

function readAgents(table: TableReading): void {
  const relations = new AgentRelations();
  for (const row of table.rows()) relations.add(row.cells);
  for (const row of table.rows()) writeAgent(row, rowAsJson(row.cells), relations, table.into);
}

function readRuns(table: TableReading): void {
  for (const row of table.rows()) {
    const at = { number: row.number };
    const run_id = row.text("id");
    const [started_at, ended_at] = [row.time("started_at"), row.time("completed_at")];
    if (row.number === 1) table.identify(run_id, started_at, row.text("coordinator_session_id"));
    const status = row.text("status");
    table.into.run(
      {
        run_id,
        started_at,
        ended_at,
        status: status === "active" ? "running" : status,
        coordinator: row.text("coordinator_name") ?? row.text("coordinator_session_id"),
        stored_agent_count: row.integer("agent_count"),
      },
      at,
    );
    table.into.document(
      { kind: "overstory.run", key: run_id, run_id, timestamp: started_at, payload: rowAsJson(row.cells) },
      at,
    );
  }
}
