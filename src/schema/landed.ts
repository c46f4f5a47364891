// What the schema of every version looks like, kept for ever: a bundle is judged by its own version, and lifted from it.

import type { Database } from "bun:sqlite";
import { sha256Hex } from "../base/digest.ts";
import v1 from "./landed/v1.txt" with { type: "text" };
import v2 from "./landed/v2.txt" with { type: "text" };

export interface SchemaObject {
  readonly type: string;
  readonly name: string;
  readonly sql: string | null;
}

/** Of each version, from the first: a line an object, `type name sha256 of its SQL`. Written by scripts/landed-schema.ts. */
const landed: readonly ReadonlyMap<string, string>[] = [v1, v2].map(
  (text) =>
    new Map(
      text
        .trimEnd()
        .split("\n")
        .map((line) => [line.split(" ")[1] ?? "", line]),
    ),
);

export function objectsOf(db: Database): SchemaObject[] {
  return db.query<SchemaObject, []>("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name").all();
}

export function landedLine({ type, name, sql }: SchemaObject): string {
  return `${type} ${name} ${sql === null ? "-" : sha256Hex(sql)}`;
}

/** Lines of the objects of a version by name; of a version that has not landed, none. */
export function landedObjects(version: number): ReadonlyMap<string, string> {
  return landed[version - 1] ?? new Map();
}

/** Why `db` does not have the schema of a bundle of that version, or null when it has. Further objects do no harm. */
export function schemaDifference(db: Database, version: number): string | null {
  const found = new Map(objectsOf(db).map((object) => [object.name, object]));
  for (const { type, name } of found.values()) if (type === "trigger") return `it has a trigger (${name})`;
  for (const [name, line] of landedObjects(version)) {
    const [type] = line.split(" ");
    const object = found.get(name);
    if (object === undefined) return `its ${type} ${name} is missing`;
    if (landedLine(object) !== line) return `its ${type} ${name} was changed`;
  }
  return null;
}
