// Everything that depends on the rest of the bundle, computed anew after every load: the one mechanism for create, import and merge.

import type { Database } from "bun:sqlite";
import { fingerprint } from "../../base/fingerprint.ts";
import checksSql from "./checks.sql" with { type: "text" };
import errorRepeatsSql from "./error-repeats.sql" with { type: "text" };
import errorsSql from "./errors.sql" with { type: "text" };
import errorsOfLogsSql from "./errors-of-logs.sql" with { type: "text" };
import eventAnomaliesSql from "./event-anomalies.sql" with { type: "text" };
import { foldRuns, foldSessions } from "./fold.ts";
import { writeMeta } from "./meta.ts";
import { fillSearch, type SearchScope } from "./search.ts";
import shadowsSql from "./shadows.sql" with { type: "text" };

/** After facts are settled and indexed: what is shadowed, sessions, runs, errors, search, and the bundle's own row. */
export function derive(db: Database, search: SearchScope): void {
  registerFunctions(db);
  for (const table of ["_tool_invocations", "_messages", "_prompt_events"]) {
    db.exec(`UPDATE ${table} SET shadowed = 0 WHERE shadowed = 1`);
  }
  db.exec(shadowsSql);
  foldSessions(db);
  foldRuns(db);
  db.exec("DELETE FROM _errors");
  db.exec(errorsSql);
  db.exec(errorRepeatsSql);
  db.exec(errorsOfLogsSql);
  db.exec("DELETE FROM _event_anomalies");
  db.exec(eventAnomaliesSql);
  db.exec(checksSql);
  fillSearch(db, search);
  writeMeta(db);
}

function registerFunctions(db: Database): void {
  db.function("fingerprint", { deterministic: true }, (message: unknown) =>
    typeof message === "string" ? fingerprint(message) : null,
  );
}
