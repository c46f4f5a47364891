// Format: docs/formats/overstory-merge-queue-store.md

import { hasColumns, overstoryStore } from "./shared/overstory/store.ts";
import { rowAsJson, rowKey } from "./shared/store-rows.ts";

export const overstoryMergeQueueStore = overstoryStore({
  id: "overstory-merge-queue-store",
  title: "overstory merge-queue.db: branches that wait for their merge (SQLite)",
  tables: [
    {
      fits: hasColumns("branch_name", "agent_name", "files_modified", "enqueued_at", "status", "resolved_tier"),
      read({ table, rows, into, identify }) {
        for (const row of rows()) {
          const timestamp = row.time("enqueued_at");
          if (row.cells.id === 1n) identify(row.text("branch_name"), row.text("agent_name"), timestamp);
          into.document(
            {
              kind: "overstory.merge_queue",
              key: rowKey(table, row.cells),
              timestamp,
              payload: rowAsJson(row.cells),
            },
            { number: row.number },
          );
        }
      },
    },
  ],
});
