// Format: docs/formats/overstory-mail-store.md

import { hasColumns, overstoryStore } from "./shared/overstory/store.ts";
import { rowAsJson, rowKey } from "./shared/store-rows.ts";

export const overstoryMailStore = overstoryStore({
  id: "overstory-mail-store",
  title: "overstory mail.db: mail between agents (SQLite)",
  tables: [
    {
      fits: hasColumns("id", "from_agent", "to_agent", "subject", "body", "type", "priority", "thread_id", "read"),
      read({ table, rows, into, identify }) {
        for (const row of rows()) {
          const timestamp = row.time("created_at");
          if (row.number === 1) identify(row.text("id"), timestamp, row.text("from_agent"), row.text("to_agent"));
          const key = rowKey(table, row.cells);
          into.document(
            { kind: "overstory.mail", key, timestamp, payload: rowAsJson(row.cells) },
            { number: row.number },
          );
        }
      },
    },
  ],
});
