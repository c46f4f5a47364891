// What the page asks on each view: every number is that of the tables, whatever is chosen.

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import type {
  Errors,
  LogFacets,
  LogHistogram,
  LogLines,
  SearchResults,
  Sessions,
  TableCounts,
  Tools,
} from "../../src/serve/api/types.ts";
import { Scratch } from "../support/bundles.ts";
import { type Serving, serving } from "./serving.ts";

const fixtures = join(import.meta.dir, "../fixtures");
const scratch = new Scratch();
let server: Serving;
beforeAll(async () => {
  await Bun.write(scratch.path("app.log"), variedLog());
  const names = ["wink-session", "wink-log", "wink-bundle", "overstory-events-store"];
  const { output } = await scratch.create([...names.map((name) => join(fixtures, name)), scratch.path("app.log")]);
  await Bun.write(scratch.path("b.db"), Bun.file(output));
  server = serving([scratch.path("b.db")]);
});
afterAll(async () => {
  expect(server.bugs).toEqual([]);
  await server.close();
  scratch.remove();
});

function variedLog(): string {
  const levels = ["DEBUG", "INFO", "INFO", "WARNING", "ERROR"];
  return Array.from({ length: 300 }, (_, n) => {
    const timestamp = n % 50 === 49 ? null : new Date(Date.UTC(2026, 0, 1) + n * 1_000).toISOString();
    const event = n % 3 === 0 ? "tool.start" : "tool.end";
    return `${JSON.stringify({ timestamp, level: levels[n % 5], logger: `l${n % 2}`, event, message: `step ${n}%` })}\n`;
  }).join("");
}

const ask = async <T>(path: string): Promise<T> => server.json(`/b/-/${path}`);
const rows = async (sql: string) => (await server.json(`/b/-/query.json?sql=${encodeURIComponent(sql)}`)).rows;
const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);

/** The filters of an address, and the same in SQL. */
const filters = [
  ["", "1"],
  ["level=ERROR&level=WARNING", "level IN ('ERROR', 'WARNING')"],
  ["level=ERROR&logger=l1&event=tool.end", "level = 'ERROR' AND logger = 'l1' AND event = 'tool.end'"],
  ["session_id=", "session_id IS NULL"],
  ["session_id=&session_id=none&level=INFO", "(session_id IS NULL OR session_id = 'none') AND level = 'INFO'"],
  ["q=step+1_%25", "0"],
  ["q=9%25", "message LIKE '%9\\%%' ESCAPE '\\'"],
  ["from=2026-01-01T00:01:00.000000Z&to=2026-01-01T00:02:00.000000Z", "timestamp GLOB '2026-01-01T00:01:*'"],
] as const;

describe("logs", () => {
  for (const [filter, where] of filters) {
    test(`are the same in lines, histogram and facets under "${filter}"`, async () => {
      const [{ n }] = await rows(`SELECT count(*) AS n FROM logs WHERE ${where}`);
      const lines: LogLines = await ask(`log-lines.json?_size=1000&_total=on&${filter}`);
      expect([lines.steps.length, lines.total]).toEqual([n, { count: n, is_exact: true }]);
      const { series, timeless_count }: LogHistogram = await ask(`log-histogram.json?buckets=9&${filter}`);
      expect(sum(series.flatMap(({ counts }) => counts)) + timeless_count).toBe(n);
      const { facets }: LogFacets = await ask(`log-facets.json?_size=1000&${filter}`);
      for (const { name, values } of facets) {
        // A facet is counted without its own choice.
        if (new RegExp(`(^|&)${name}=`).test(filter))
          expect(sum(values.map(({ count }) => count))).toBeGreaterThanOrEqual(n);
        else expect([name, sum(values.map(({ count }) => count))]).toEqual([name, n]);
      }
    });
  }
  test("lie in windows, and a window says how many stand before it", async () => {
    const whole: LogLines = await ask("log-lines.json?_size=1000&level=INFO");
    const found: LogLines = await ask(
      `log-lines.json?level=INFO&around=logs:${whole.steps[60]?.id}&_size=11&_total=on`,
    );
    expect(found.steps[found.around ?? -1]?.id).toBe(whole.steps[60]?.id ?? -1);
    expect((found.start ?? -1) + (found.around ?? -1)).toBe(60);
    const last: LogLines = await ask("log-lines.json?level=INFO&_previous=end&_size=4&_total=on");
    expect([last.start, last.steps.map(({ id }) => id)]).toEqual([
      whole.steps.length - 4,
      whole.steps.slice(-4).map(({ id }) => id),
    ]);
    expect(whole.steps[0]).toMatchObject({ kind: "log", level: "INFO", severity: 9 });
  });
  test("keep the filters of their table in the histogram", async () => {
    const { series }: LogHistogram = await ask("log-histogram.json?message__contains=step+1&level__in=INFO,ERROR");
    const [{ n }] = await rows(
      "SELECT count(*) AS n FROM logs WHERE message LIKE '%step 1%' AND level IN ('INFO', 'ERROR') AND timestamp > ''",
    );
    expect(sum(series.flatMap(({ counts }) => counts))).toBe(n);
  });
  test("have no other facets", async () => {
    expect((await server.get("/b/-/log-facets.json?facet=message")).status).toBe(400);
  });
});

test("tables are counted, all of them or the named ones", async () => {
  const { tables }: TableCounts = await ask("tables.json");
  expect(tables.length).toBeGreaterThan(20);
  for (const { name, row_count } of tables) {
    if (name === "search") continue; // It is asked with words only.
    expect([name, row_count]).toEqual([name, (await rows(`SELECT count(*) AS n FROM "${name}"`))[0].n]);
  }
  const named: TableCounts = await ask("tables.json?names=logs,files");
  expect(named.tables.map(({ name }) => name).sort()).toEqual(["files", "logs"]);
});

test("tools are summed up, of the bundle and of a session", async () => {
  const { tools }: Tools = await ask("tools.json");
  expect(sum(tools.map(({ call_count }) => call_count))).toBe(
    (await rows("SELECT count(*) AS n FROM tool_calls"))[0].n,
  );
  for (const tool of tools) {
    const known = tool.ok_count + tool.error_count + tool.denied_count + tool.pending_count + tool.unknown_count;
    expect(known).toBe(tool.call_count);
  }
  const [{ session_id }] = await rows("SELECT session_id FROM tool_calls WHERE session_id IS NOT NULL LIMIT 1");
  const narrow: Tools = await ask(`tools.json?session=${session_id}`);
  const [{ n }] = await rows(`SELECT count(*) AS n FROM tool_calls WHERE session_id = '${session_id}'`);
  expect(sum(narrow.tools.map(({ call_count }) => call_count))).toBe(n);
});

test("sessions say how many calls they made, those of transcripts too", async () => {
  const { sessions }: Sessions = await ask("sessions.json");
  for (const { session_id, tool_call_count } of sessions) {
    const [{ n }] = await rows(`SELECT count(*) AS n FROM tool_calls WHERE session_id = '${session_id}'`);
    expect([session_id, tool_call_count]).toEqual([session_id, n]);
  }
});

test("errors say how many there are of how many kinds", async () => {
  const { groups, group_count, error_count }: Errors = await ask("errors.json");
  expect([group_count, error_count]).toEqual([groups.length, sum(groups.map((group) => group.error_count))]);
  const none: Errors = await ask("errors.json?session=nobody");
  expect([none.group_count, none.error_count]).toEqual([0, 0]);
});

describe("search", () => {
  test("in logs says what its index leaves out, and where that is looked for", async () => {
    const { rows: found, search } = await server.json("/b/logs.json?_search=step&_size=100");
    expect([found.length > 0, found.every(({ severity }: { severity: number }) => severity >= 13)]).toEqual([
      true,
      true,
    ]);
    expect(search.scope).toBe("default");
    const { total }: LogLines = await server.json(`${search.elsewhere}&_total=on`);
    expect(total?.count).toBe((await rows("SELECT count(*) AS n FROM logs WHERE message LIKE '%step%'"))[0].n);
    expect((await server.json("/b/messages.json?_search=step")).search).toBeUndefined();
    expect((await server.json("/b/logs.json?level=INFO")).search).toBeUndefined();
  });
  test("finds records below WARNING by a scan that says how far it went, and only of the session that is named", async () => {
    const { logs }: SearchResults = await ask("search.json?q=step&logs=on&_size=50");
    expect(logs?.is_whole).toBe(false);
    const whole: SearchResults = await ask("search.json?q=step+29%25&logs=on");
    expect([whole.logs?.is_whole, whole.logs?.scanned]).toEqual([
      true,
      (await rows("SELECT count(*) AS n FROM logs"))[0].n,
    ]);
    const [{ session_id, n }] = await rows(
      "SELECT session_id, count(*) AS n FROM logs WHERE session_id IS NOT NULL AND severity < 13 GROUP BY 1 LIMIT 1",
    );
    expect(n).toBeGreaterThan(0);
    const narrow: SearchResults = await ask(`search.json?q=e&logs=on&session=${session_id}`);
    expect([...narrow.hits, ...(narrow.logs?.hits ?? [])].every((hit) => hit.session_id === session_id)).toBe(true);
    expect(narrow.logs?.hits.length).toBeGreaterThan(0);
  });
});

test("what was found out once is not asked for in vain when the first who asked has left", async () => {
  const leaving = new AbortController();
  const first = server.get("/b/-/session.json?buckets=33", {}, { signal: leaving.signal });
  const second = server.get("/b/-/session.json?buckets=33");
  leaving.abort();
  await first;
  expect((await second).status).toBe(200);
  expect((await server.get("/b/-/session.json?buckets=33")).status).toBe(200);
});
