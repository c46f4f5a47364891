// The bundle's own row: what its leaves agree on, and the digest that names its content.

import type { Database } from "bun:sqlite";
import { Sha256, sha256Hex } from "../../base/digest.ts";
import { schemaVersion } from "../../schema/schema.ts";
import { scalar } from "../database.ts";
import { unsealedDigest } from "../file-digest.ts";

interface Leaf {
  readonly bundle_id: string;
  readonly created_at: string;
  readonly dbundle_version: string;
  readonly source_directory: string | null;
  readonly description: string | null;
  readonly tags: string | null;
  readonly fidelity: string | null;
  readonly search: string;
  readonly originals: string;
}

export function writeMeta(db: Database): void {
  const leaves = db.query<Leaf, []>("SELECT * FROM _bundles ORDER BY bundle_id").all();
  const [first] = leaves;
  if (first === undefined) throw new Error("A bundle without a leaf");
  const newest = leaves.reduce((a, b) => (b.created_at > a.created_at ? b : a));
  const agreed = (field: "source_directory" | "description" | "tags") =>
    leaves.every((leaf) => leaf[field] === first[field]) ? first[field] : null;
  db.exec("DELETE FROM _meta");
  db.prepare(
    `INSERT INTO _meta (id, bundle_id, created_at, dbundle_version, wink_version, schema_version, root_session_id, source_directory,
      experiment_name, experiment_tag, description, tags, fidelity, content_digest, search, complete, file_digest)
     VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)`,
  ).run(
    leaves.length === 1 ? first.bundle_id : sha256Hex(leaves.map((leaf) => leaf.bundle_id).join("\n")),
    newest.created_at,
    newest.dbundle_version,
    described(db, "wink_version"),
    schemaVersion,
    rootSession(db),
    agreed("source_directory"),
    described(db, "experiment_name"),
    described(db, "experiment_tag"),
    agreed("description"),
    agreed("tags"),
    fidelity(leaves),
    contentDigest(db),
    leaves.every((leaf) => leaf.search === first.search) ? first.search : "default",
    unsealedDigest,
  );
}

/** sha256 over the sorted lines `source_key importer version`. */
export function contentDigest(db: Database): string {
  const hash = new Sha256();
  const lines = db.prepare<{ line: string }, []>(
    "SELECT source_key || ' ' || importer || ' ' || importer_version || char(10) AS line FROM _sources ORDER BY source_key",
  );
  for (const { line } of lines.iterate()) hash.update(Buffer.from(line));
  return hash.hex();
}

/** The one value that sources state, or null. */
function described(db: Database, key: string): string | null {
  const values = db
    .query<{ value: string }, [string]>("SELECT DISTINCT value FROM _source_descriptions WHERE key = ? LIMIT 2")
    .all(key);
  return values.length === 1 ? (values[0]?.value ?? null) : null;
}

/** The only session whose parent is not here and that has children, else the only session, else null. */
function rootSession(db: Database): string | null {
  const roots = db
    .query<{ session_id: string }, []>(
      `SELECT session_id FROM _sessions AS s
       WHERE superseded = 0 AND NOT EXISTS (SELECT 1 FROM _sessions AS p WHERE p.session_id = s.parent_session_id)
         AND EXISTS (SELECT 1 FROM _sessions AS c WHERE c.parent_session_id = s.session_id)
       LIMIT 2`,
    )
    .all();
  if (roots.length > 0) return roots.length === 1 ? (roots[0]?.session_id ?? null) : null;
  const count = scalar(db, "SELECT count(*) FROM _sessions WHERE superseded = 0");
  return count === 1 ? String(scalar(db, "SELECT session_id FROM _sessions WHERE superseded = 0")) : null;
}

function fidelity(leaves: readonly Leaf[]): string {
  const lacks = new Set<string>();
  for (const leaf of leaves) {
    if (leaf.fidelity !== null) lacks.add(leaf.fidelity);
    if (leaf.originals === "drop") lacks.add("partial:no-originals");
  }
  return lacks.size === 0 ? "lossless" : [...lacks].sort().join(" ");
}
