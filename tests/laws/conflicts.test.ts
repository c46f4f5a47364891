// Law 4: what was read in several ways is listed in `conflicts`, and no order of inputs changes which reading won.

import { Database } from "bun:sqlite";
import { afterAll, beforeAll, expect, test } from "bun:test";
import fc from "fast-check";
import { Scratch } from "../support/bundles.ts";
import { dump } from "../support/dump.ts";
import { writeLog } from "../support/log-files.ts";

const scratch = new Scratch();
afterAll(() => scratch.remove());

const logs = ["a.log", "b.log", "c.log"];
const readings = [undefined, "wink-log", "wink-session", "overstory-ndjson-log"];

beforeAll(() => {
  for (const [index, name] of logs.entries()) writeLog(scratch.path(name), index + 2);
});

/** Some of the logs, each with the reading that the user wants for it. */
const inputs = fc
  .uniqueArray(fc.record({ log: fc.constantFrom(...logs), reading: fc.constantFrom(...readings) }), {
    selector: ({ log }) => log,
    minLength: 1,
  })
  .map((some) =>
    some.map(({ log, reading }) => ({ path: scratch.path(log), ...(reading === undefined ? {} : { reading }) })),
  );

function conflictCount(bundle: string): number {
  using db = new Database(bundle, { readonly: true });
  return db.query<{ n: number }, []>("SELECT count(*) AS n FROM conflicts").get()?.n ?? 0;
}

test("any order and any grouping of bundles that read the same sources otherwise gives one result", async () => {
  let withConflicts = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(inputs, { minLength: 2, maxLength: 4 }),
      fc.infiniteStream(fc.nat()),
      async (sets, order) => {
        const bundles = [];
        for (const set of sets) bundles.push((await scratch.create([], { inputs: set, root: "one" })).output);
        const at = order[Symbol.iterator]();
        const shuffled = bundles
          .map((bundle) => ({ bundle, key: at.next().value ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ bundle }) => bundle);
        const [first = "", ...rest] = shuffled;
        const wanted = await scratch.merge(bundles);
        expect(dump((await scratch.merge(shuffled)).output)).toEqual(dump(wanted.output));
        const inSteps = await scratch.merge([first, (await scratch.merge(rest)).output]);
        expect(dump(inSteps.output)).toEqual(dump(wanted.output));
        if (conflictCount(wanted.output) > 0) withConflicts++;
      },
    ),
    { numRuns: Number(process.env.LAW_RUNS ?? 8), seed: 11 },
  );
  expect(withConflicts).toBeGreaterThan(0);
}, 300_000);
