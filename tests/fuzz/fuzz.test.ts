// Mutated artifacts of every format: reading them ends well, each is a source, and every byte comes back.
// `bun run fuzz` runs 10,000 of each kind; FUZZ_SEED gives others. What is found becomes a fixture.

import { Database } from "bun:sqlite";
import { afterAll, describe, expect, test } from "bun:test";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { messageOf } from "../../src/base/errors.ts";
import { verify } from "../../src/operations/verify.ts";
import { differences } from "../hostile/originals-come-back.ts";
import { Scratch } from "../support/bundles.ts";
import { mutated, randomOf } from "./mutate.ts";

const runs = Number(process.env.FUZZ_RUNS ?? 200);
const seed = Number(process.env.FUZZ_SEED ?? 1);
/** Where what went wrong is kept; null: nowhere. */
const finds = process.env.FUZZ_FINDS ?? null;
const batch = 100;

const scratch = new Scratch();
afterAll(() => scratch.remove());

const fixtures = readdirSync(resolve(import.meta.dir, "../fixtures"), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .filter((path) => !path.includes("/bundles/")); // A bundle is no source: create skips and names it.

const kinds = {
  text: fixtures.filter((path) => !/\.(db|zip)$/.test(path)),
  archives: fixtures.filter((path) => path.endsWith(".zip")),
  stores: fixtures.filter((path) => path.endsWith(".db")),
} as const;

describe.each(Object.keys(kinds) as (keyof typeof kinds)[])("mutated %s", (kind) => {
  test("are read to their end, kept whole, and make a sound bundle", async () => {
    const random = randomOf(seed * 7919 + kind.length);
    const paths = kinds[kind];
    const originals = paths.map((path) => readFileSync(path));
    const complaints: string[] = [];
    for (let begun = 0; begun < runs; begun += batch) {
      const folder = scratch.path(`${kind}-${begun}`);
      mkdirSync(folder);
      const files = Array.from({ length: Math.min(batch, runs - begun) }, (_, n) => {
        const index = random(paths.length);
        const extension = /\.\w+$/.exec(paths[index] ?? "")?.[0] ?? "";
        const file = join(folder, `${begun + n}${extension}`);
        writeFileSync(file, mutated(originals[index] ?? Buffer.alloc(0), random, originals));
        return file;
      });
      complaints.push(...(await complaintsAbout(files)));
    }
    console.log(`mutated ${kind}: ${runs - complaints.length}/${runs}, seed ${seed}`);
    expect(complaints).toEqual([]);
  }, 3_600_000);
});

async function complaintsAbout(files: readonly string[]): Promise<string[]> {
  try {
    return await look(files);
  } catch (error) {
    // One of them ended the run for all: which?
    const [only] = files;
    if (files.length > 1 || only === undefined) {
      const half = files.length >> 1;
      return [...(await complaintsAbout(files.slice(0, half))), ...(await complaintsAbout(files.slice(half)))];
    }
    return [complaint(only, error instanceof Error ? (error.stack ?? error.message) : messageOf(error))];
  }
}

const ownMistake =
  /is not (a function|an object|iterable|defined)|Cannot read prop|undefined|call stack|Invalid array length|out of (range|memory)|UNIQUE|constraint|datatype/i;

async function look(files: readonly string[]): Promise<string[]> {
  const { output } = await scratch.create(files);
  using db = new Database(output, { readonly: true });
  const named = new Set(
    db
      .query<{ path: string }, []>("SELECT path FROM _occurrences")
      .all()
      .map(({ path }) => path),
  );
  const lost = files.filter((file) => !named.has(basename(file)));
  const changed = await differences(
    output,
    files.filter((file) => named.has(basename(file))),
  );
  // A source that could not be read says why.
  const silent = db
    .query<{ path: string }, []>(
      `SELECT o.path FROM _sources AS s JOIN _occurrences AS o USING (source_id) WHERE s.status IN ('failed', 'partial')
       AND NOT EXISTS (SELECT 1 FROM _issues AS i WHERE i.source_id = s.source_id)`,
    )
    .all();
  // A mistake of an importer would be taken for a fault of the file.
  const mistakes = db
    .query<{ path: string; message: string }, []>(
      `SELECT o.path, i.message FROM _issues AS i JOIN _occurrences AS o USING (source_id) WHERE i.code LIKE '%.unreadable'`,
    )
    .all()
    .filter(({ message }) => ownMistake.test(message));
  const views = db.query<{ name: string }, []>("SELECT name FROM sqlite_schema WHERE type = 'view'").all();
  for (const { name } of views) db.query(`SELECT * FROM "${name}"`).values();
  const { fileDigest, damages } = await verify({ bundle: output, depth: "bytes", observer: { step: () => undefined } });
  if (fileDigest !== "intact" || damages.length > 0)
    throw new Error(`the bundle is not sound: ${JSON.stringify(damages)}`);
  await Bun.file(output).delete();
  return [
    ...mistakes.map(({ path, message }) => complaint(join(files[0] ?? "", "..", path), message)),
    ...lost.map((file) => complaint(file, "it is no source")),
    ...changed.map((file) => complaint(file, "its bytes do not come back")),
    ...silent.map(({ path }) => complaint(join(files[0] ?? "", "..", path), "nothing says why it could not be read")),
  ];
}

function complaint(file: string, reason: string): string {
  if (finds !== null) copyFileSync(file, join(finds, `${seed}-${basename(file)}`));
  return `${basename(file)}: ${reason}`;
}
