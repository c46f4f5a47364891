// Format: docs/formats/overstory-metrics-store.md

import { hasColumns, overstoryStore, type TableReading } from "./shared/overstory/store.ts";
import { rowAsJson, rowKey } from "./shared/store-rows.ts";

export const overstoryMetricsStore = overstoryStore({
  id: "overstory-metrics-store",
  title: "overstory metrics.db: reported totals of agents' work (SQLite)",
  tables: [
    {
      fits: hasColumns("agent_name", "capability", "started_at", "duration_ms", "exit_code", "merge_result"),
      read: readTotals,
    },
    {
      fits: hasColumns("id", "agent_name", "cache_creation_tokens", "estimated_cost_usd", "model_used", "created_at"),
      read: readSnapshots,
    },
  ],
});

// Both tables hold totals that grow, so they never become calls whose tokens are added up.

function readTotals({ table, rows, into }: TableReading): void {
  for (const row of rows()) {
    const [started, completed] = [row.time("started_at"), row.time("completed_at")];
    into.document(
      {
        kind: "overstory.metrics.session",
        key: rowKey(table, row.cells),
        run_id: row.text("run_id"),
        timestamp: completed ?? started,
        payload: rowAsJson(row.cells),
      },
      { number: row.number },
    );
  }
}

function readSnapshots({ table, rows, into, identify }: TableReading): void {
  for (const row of rows()) {
    const timestamp = row.time("created_at");
    // Number 1 is gone after a purge; what is then first may differ between two copies.
    if (row.cells.id === 1n)
      identify(row.text("agent_name"), timestamp, row.text("input_tokens"), row.text("output_tokens"));
    into.document(
      {
        kind: "overstory.metrics.token_snapshot",
        key: rowKey(table, row.cells),
        run_id: row.text("run_id"),
        timestamp,
        payload: rowAsJson(row.cells),
      },
      { number: row.number },
    );
  }
}
