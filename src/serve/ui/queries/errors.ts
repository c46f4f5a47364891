// Failures folded by what they say.

import type { Errors } from "../../api/types.ts";
import { endpoint } from "../api/client.ts";
import type { Loading } from "../state/answer.ts";

/** Null: of all sessions. */
export function errorGroups(bundle: string, session: string | null): Loading<Errors> {
  return {
    key: `errors ${bundle} ${session ?? ""}`,
    load: (signal) => endpoint<Errors>(bundle, "errors", session === null ? {} : { session }, signal),
  };
}

export const errorGroupsSql = `SELECT error_class, count(*) AS times, count(DISTINCT session_id) AS sessions, min(timestamp) AS first_at, max(timestamp) AS last_at, min(message) AS message
FROM errors
GROUP BY fingerprint
ORDER BY times DESC, first_at`;
