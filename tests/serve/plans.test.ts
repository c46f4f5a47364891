// How SQLite goes about the pages of a bundle: along an index, without sorting or building anything first.

import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { Library, QueryPool, type ServedFile, Turnstile } from "../../src/operations/serving.ts";
import { stepsAnswer } from "../../src/serve/api/steps.ts";
import { Arguments } from "../../src/serve/http/arguments.ts";
import { noMetadata } from "../../src/serve/metadata.ts";
import { defaultSettings } from "../../src/serve/settings.ts";
import { pageRows } from "../../src/serve/table/rows.ts";
import { selection } from "../../src/serve/table/selection.ts";
import type { Visit } from "../../src/serve/visit.ts";
import { Scratch } from "../support/bundles.ts";

const scratch = new Scratch();
const queries = new QueryPool({ size: 1 });
let library: Library;
let file: ServedFile;
let db: Database;
beforeAll(async () => {
  // Of few rows SQLite rather reads them all.
  const lines = Array.from({ length: 20_000 }, (_, n) => {
    const timestamp = new Date(Date.UTC(2026, 0, 1) + n * 1_000).toISOString();
    const context = { session_id: `s${n % 20}` };
    return JSON.stringify({
      timestamp,
      level: "INFO",
      logger: "app",
      event: "app.step",
      message: `step ${n}`,
      context,
    });
  });
  await Bun.write(scratch.path("app.log"), `${lines.join("\n")}\n`);
  const { output } = await scratch.create([scratch.path("app.log")]);
  library = new Library({
    queries,
    turnstile: new Turnstile({ places: 1, longestWaitMs: 1_000 }),
    paths: () => [output],
  });
  const [entry] = library.entries();
  const lease = await library.lease(entry!);
  file = lease!.file;
  db = new Database(output, { readonly: true });
});
afterAll(async () => {
  db.close();
  await library.close();
  await queries.close();
  scratch.remove();
});

/** The plans of the statements that `work` runs. */
async function plansOf(
  query: string,
  work: (visit: Visit) => Promise<unknown>,
  isLookedAt: (sql: string) => boolean = () => true,
): Promise<string[]> {
  const asked: string[] = [];
  const listening = new Proxy(file, {
    get(target, name) {
      if (name !== "run") return Reflect.get(target, name, target);
      return (request: Parameters<ServedFile["run"]>[0]) => {
        asked.push(request.sql);
        return target.run(request);
      };
    },
  });
  await work({
    file: listening,
    args: Arguments.of(new URL(`http://x/?${query}`)),
    settings: defaultSettings,
    metadata: noMetadata,
    signal: new AbortController().signal,
    origin: "http://x",
    root: "",
    path: "/b",
  });
  expect(asked.length).toBeGreaterThan(0);
  return asked.filter(isLookedAt).flatMap((sql) =>
    db
      .query<{ detail: string }, []>(`EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map(({ detail }) => detail),
  );
}

async function page(view: string, query: string): Promise<string[]> {
  const table = await file.catalog.table(view);
  return plansOf(query, async (visit) => pageRows(visit, await selection(visit, table!), 50));
}

const slow = /TEMP B-TREE|CO-ROUTINE|MATERIALIZE/;

describe("no page sorts or copies rows", () => {
  for (const view of ["logs", "events", "tool_calls", "tool_invocations", "prompt_events"]) {
    for (const query of [
      "",
      "_next=5",
      "_sort=timestamp",
      "_sort_desc=timestamp",
      "_sort_desc=timestamp&_next=2024,5",
      "_sort=timestamp&_next=2024,5",
    ]) {
      test(`${view} ${query}`, async () => {
        expect((await page(view, query)).filter((plan) => slow.test(plan))).toEqual([]);
      });
    }
  }
  for (const view of ["messages", "files", "documents", "errors", "sources", "slice_items"]) {
    test(view, async () => {
      expect((await page(view, "_next=5")).filter((plan) => slow.test(plan))).toEqual([]);
    });
  }
  const place = "2024,1,1,3,5";
  for (const query of ["session=s", `session=s&_next=${place}`, `session=s&_previous=${place}`, `_next=${place}`, ""]) {
    test(`steps ${query}`, async () => {
      // Messages and errors have an index on session and time; of a whole bundle they are few.
      const asked = `kinds=prompt,answer,tool,log&logs=debug&${query}`;
      // Rows of one time are put in the order of their source; so are all rows without a time.
      const plans = await plansOf(asked, stepsAnswer, (sql) => !sql.includes("timestamp IS NULL"));
      expect(plans.filter((plan) => slow.test(plan) && !/FOR LAST 3 TERMS/.test(plan))).toEqual([]);
    });
  }
  test("a session's logs by time", async () => {
    const plans = await page("logs", "session_id=s&_sort=timestamp&_next=2024,5");
    expect(plans.filter((plan) => slow.test(plan))).toEqual([]);
    expect(plans.every((plan) => plan.includes("_logs_session"))).toBe(true);
  });
});
