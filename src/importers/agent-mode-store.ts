// Format: docs/formats/agent-mode-store.md

import type { Artifact, Store, StoreTable } from "../artifacts/artifact.ts";
import { Claim, type Importer } from "./importer.ts";
import { timeColumns } from "./shared/json-fields.ts";
import { integerOf, storeTable, textOf } from "./shared/store-fields.ts";
import { documentRows, rowAsJson, storeProblems } from "./shared/store-rows.ts";

export const agentModeStore: Importer = {
  id: "agent-mode-store",
  title: "Pinocchio agent-mode store (SQLite)",
  spec: "docs/formats/agent-mode-store.md",
  version: 1,
  sniff({ store }) {
    return store !== null && changesOf(store) !== null ? Claim.marker : Claim.no;
  },
  async read({ store }: Artifact, into) {
    const changes = store === null ? null : changesOf(store);
    if (store === null || changes === null) throw new Error("The artifact is no SQLite store with agent_mode_changes.");
    const member = into.inside(changes.name);
    let number = 0;
    for (const row of store.rows(changes.name)) {
      number += 1;
      member.event(
        {
          session_id: textOf(row.session_id),
          run_id: textOf(row.run_id),
          turn_id: textOf(row.turn_id),
          event_type: "agent.mode",
          sequence: integerOf(row.id),
          ...timeColumns(textOf(row.at)),
          payload: rowAsJson(row),
        },
        { number },
      );
    }
    for (const table of store.tables) if (table !== changes) documentRows(store, table, into);
    storeProblems(store, into);
  },
};

/** Older stores have `run_id` in the place of `session_id`. */
function changesOf(store: Store): StoreTable | null {
  return storeTable(store, "agent_mode_changes", ["turn_id", "to_mode", "at"]);
}
