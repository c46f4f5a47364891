// Writes src/schema/landed/vN.txt, by which bundles of the current schema version are judged: bun scripts/landed-schema.ts
// What has landed is never written anew: whoever makes a version writes its file until it is released with the first bundle.

import { Database } from "bun:sqlite";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { landedLine, objectsOf } from "../src/schema/landed.ts";
import { createIndexes, createTables, createViews, schemaVersion } from "../src/schema/schema.ts";

if (import.meta.main) {
  writeFileSync(join(import.meta.dir, `../src/schema/landed/v${schemaVersion}.txt`), landedSchema());
}

/** What the migrations, indexes and views of this program make. */
export function landedSchema(): string {
  const db = new Database(":memory:");
  try {
    createTables(db);
    createIndexes(db);
    createViews(db);
    return objectsOf(db)
      .map((object) => `${landedLine(object)}\n`)
      .join("");
  } finally {
    db.close();
  }
}
