// A merge that was killed goes on where it stopped when it is run again with the same inputs.

import { Database } from "bun:sqlite";
import { afterAll, beforeAll, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync, watch, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Scratch } from "../support/bundles.ts";
import { dump } from "../support/dump.ts";
import { logLine } from "../support/log-files.ts";
import { start } from "./jobs.ts";

const scratch = new Scratch();
const inputs: string[] = [];
afterAll(() => scratch.remove());

beforeAll(async () => {
  for (let n = 0; n < 24; n++) {
    const log = scratch.path(`shard-${n}.log`);
    writeFileSync(
      log,
      Array.from({ length: 500 }, (_, i) => `${logLine(i, { message: `shard ${n}, line ${i}` })}\n`).join(""),
    );
    inputs.push((await scratch.create([log])).output);
  }
});

const partialIn = (folder: string) =>
  readdirSync(folder).find((name) => name.startsWith(".dbundle-partial-merged.db.") && !name.endsWith("-journal"));

/** Merges until the unfinished file is at least so large, and is killed then. Returns that file. */
async function killedMerge(output: string, bytes: number): Promise<string> {
  const folder = join(output, "..");
  const child = start(["merge", ...inputs, "-o", output], folder);
  const large = Promise.withResolvers<void>();
  const watcher = watch(folder, () => {
    const name = partialIn(folder);
    if (name !== undefined && Bun.file(join(folder, name)).size >= bytes) large.resolve();
  });
  await Promise.race([large.promise, child.exited]);
  child.kill("SIGKILL");
  await child.exited;
  watcher.close();
  const name = partialIn(folder);
  if (name === undefined) throw new Error("The merge was over before it was killed.");
  return join(folder, name);
}

test("what was done before the kill is not done again, and the result is the same", async () => {
  const whole = scratch.path("whole.db");
  expect(await start(["merge", ...inputs, "-o", whole], scratch.folder).exited).toBe(0);

  const output = scratch.path("merged.db");
  const partial = await killedMerge(output, 400_000);
  expect(existsSync(output)).toBe(false);
  const db = new Database(partial);
  // The first look settles what the kill left half written, as SQLite does when the merge goes on.
  const steps = db.query<{ n: number }, []>("SELECT count(*) AS n FROM merge_steps").get();
  expect(steps?.n).toBeGreaterThan(0);
  // Nobody but the killed run could have written this.
  db.exec(
    "UPDATE _sources SET imported_at = '1999-01-01T00:00:00.000000Z' WHERE source_id = (SELECT min(source_id) FROM _sources)",
  );
  db.close();

  expect(await start(["merge", ...inputs, "-o", output], scratch.folder).exited).toBe(0);
  expect(partialIn(scratch.folder)).toBeUndefined();
  using merged = new Database(output, { readonly: true });
  expect(merged.query("SELECT count(*) AS n FROM _sources WHERE imported_at LIKE '1999%'").get()).toEqual({ n: 1 });
  const [left, right] = [dump(output), dump(whole)];
  for (const each of [left, right]) delete each.sources; // It has the changed time.
  expect(left).toEqual(right);
});

test.each([
  ["is no database", (path: string) => writeFileSync(path, "not a database at all\n".repeat(1000))],
  ["has a damaged page", (path: string) => writeFileSync(path, readFileSync(path).fill(0xff, 0, 4096))],
  ["is empty", (path: string) => writeFileSync(path, "")],
])("a left file that %s is begun anew", async (_, damage) => {
  const output = scratch.path("merged.db");
  await Bun.file(output)
    .delete()
    .catch(() => undefined);
  const partial = await killedMerge(output, 100_000);
  damage(partial);
  expect(await start(["merge", ...inputs, "-o", output], scratch.folder).exited).toBe(0);
  expect(dump(output)).toEqual(dump(scratch.path("whole.db")));
});
