// The run that a person names: by its id, or by the beginning of one.

import type { Database } from "bun:sqlite";
import { UserError } from "../../base/errors.ts";

const listed = 5;

/** Throws a `UserError` when there is not exactly one. */
export function runCalled(db: Database, name: string): string {
  // The newest first, as the list of runs has them.
  const ids = db
    .query<{ id: string }, []>("SELECT run_id AS id FROM runs ORDER BY started_at DESC NULLS LAST, run_id")
    .all()
    .map(({ id }) => id);
  if (ids.includes(name)) return name;
  const near = ids.filter((id) => id.startsWith(name));
  const [only, second] = near;
  if (only !== undefined && second === undefined) return only;
  if (only !== undefined)
    throw new UserError(`"${name}" begins the ids of ${near.length} runs: ${list(near)}. Write more of one.`);
  throw new UserError(
    `No run is called "${name}". ${ids.length === 0 ? "The bundle has no runs." : `There is ${list(ids)}.`}`,
  );
}

/** Null stays null: nothing was asked for. */
export function namedRun(db: Database, name: string | null): string | null {
  return name === null ? null : runCalled(db, name);
}

function list(ids: readonly string[]): string {
  const shown = ids.slice(0, listed).map((id) => `"${id}"`);
  return `${shown.join(", ")}${ids.length > listed ? " and more" : ""}`;
}
