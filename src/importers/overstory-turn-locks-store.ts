// Format: docs/formats/overstory-turn-locks-store.md

import { hasColumns, overstoryStore } from "./shared/overstory/store.ts";
import { rowAsJson, rowKey } from "./shared/store-rows.ts";

export const overstoryTurnLocksStore = overstoryStore({
  id: "overstory-turn-locks-store",
  title: "overstory turn-locks.db: which process runs an agent's turn (SQLite)",
  tables: [
    {
      fits: hasColumns("agent_name", "held_by_pid", "acquired_at"),
      read({ table, rows, into }) {
        for (const row of rows()) {
          into.document(
            { kind: "overstory.turn_lock", key: rowKey(table, row.cells), payload: rowAsJson(row.cells) },
            { number: row.number },
          );
        }
      },
    },
  ],
});
