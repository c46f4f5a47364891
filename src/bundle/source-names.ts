// Finds the source that a person names: by a path where it was found, its number in this bundle, or the beginning of its key.

import type { Database } from "bun:sqlite";
import { UserError } from "../base/errors.ts";
import { type StoredSource, storedSource } from "./originals.ts";

const shortestPrefix = 6;
/** Most sources that a message lists. */
const listed = 5;

/** Throws a `UserError` that says what there is when there is none, or more than one. */
export function resolveSource(db: Database, name: string): StoredSource {
  const found = findSource(db, name);
  if (found === null) throw new UserError(`No source is called "${name}". ${whatThereIs(db, name)}`);
  return found;
}

/** Null: nothing has this name. Throws a `UserError` when several have. */
export function findSource(db: Database, name: string): StoredSource | null {
  for (const ids of [byPath(db, name), byNumber(db, name), byKey(db, name), byPathEnd(db, name)]) {
    if (ids.length > 1) throw ambiguous(db, name, ids);
    const [only] = ids;
    if (only !== undefined) return storedSource(db, only);
  }
  return null;
}

/** The name of a source that never changes. */
function sourceKeyOf(db: Database, sourceId: number): string | null {
  return storedSource(db, sourceId)?.sourceKey ?? null;
}

function idsOf(db: Database, where: string, value: string | number): number[] {
  return db
    .query<{ id: number }, [string | number]>(`SELECT DISTINCT source_id AS id FROM ${where} ORDER BY source_id`)
    .all(value)
    .map(({ id }) => id);
}

function byPath(db: Database, name: string): number[] {
  return idsOf(db, "_occurrences WHERE path = ?", name);
}

function byNumber(db: Database, name: string): number[] {
  return /^[0-9]{1,15}$/.test(name) ? idsOf(db, "_sources WHERE source_id = ?", Number(name)) : [];
}

function byKey(db: Database, name: string): number[] {
  const isPrefix = name.length >= shortestPrefix && /^[0-9a-f]+$/i.test(name);
  return isPrefix ? idsOf(db, "_sources WHERE source_key GLOB ? || '*'", name.toLowerCase()) : [];
}

/** `session.log` for `run/session.log`. */
function byPathEnd(db: Database, name: string): number[] {
  return name === "" ? [] : idsOf(db, "_occurrences WHERE substr(path, -length(?1) - 1) = '/' || ?1", name);
}

function ambiguous(db: Database, name: string, ids: readonly number[]): UserError {
  const lines = ids.slice(0, listed).map((id) => describe(db, id));
  const more = ids.length > listed ? ` and ${ids.length - listed} more` : "";
  return new UserError(`"${name}" names ${ids.length} sources: ${lines.join(", ")}${more}. Use the number or the key.`);
}

function describe(db: Database, id: number): string {
  const key = sourceKeyOf(db, id)?.slice(0, 12) ?? "";
  const path = db
    .query<{ path: string | null }, [number]>("SELECT min(path) AS path FROM _occurrences WHERE source_id = ?")
    .get(id)?.path;
  return `${id} (${key}, "${path ?? ""}")`;
}

function whatThereIs(db: Database, name: string): string {
  const like = db
    .query<{ path: string }, [string]>(
      `SELECT DISTINCT path FROM _occurrences WHERE instr(lower(path), lower(?)) > 0 ORDER BY path LIMIT ${listed + 1}`,
    )
    .all(name);
  const paths =
    like.length > 0 && name !== ""
      ? like
      : db
          .query<{ path: string }, []>(`SELECT DISTINCT path FROM _occurrences ORDER BY path LIMIT ${listed + 1}`)
          .all();
  if (paths.length === 0) return "The bundle has no sources.";
  const shown = paths.slice(0, listed).map(({ path }) => `"${path}"`);
  return `There is ${shown.join(", ")}${paths.length > listed ? " and more" : ""}; a number or the first ${shortestPrefix} digits of its key name a source too.`;
}
