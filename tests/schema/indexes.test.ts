// What the page asks of large bundles goes along an index: nothing is sorted, and no row is read for what an index holds.

import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { writeStatistics } from "../../src/bundle/statistics.ts";
import { createIndexes, createTables, createViews } from "../../src/schema/schema.ts";

const db = new Database(":memory:");
createTables(db);
createIndexes(db);
createViews(db);
// As in every bundle, the planner knows that few records are severe.
db.exec(`WITH RECURSIVE series (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM series WHERE value < 1000)
  INSERT INTO _logs (id, source_id, timestamp, level, severity)
  SELECT value, 1, '2026-01-01T00:00:00.' || value, 'INFO', iif(value % 50 = 0, 17, 9) FROM series`);
writeStatistics(db);

function planOf(sql: string): string[] {
  const rows = db.query<{ detail: string }, []>(`EXPLAIN QUERY PLAN ${sql}`).all();
  return rows.map(({ detail }) => detail);
}

const between = "timestamp >= '2026' AND timestamp < '2027'";

test.each([
  [
    "records of a level by time",
    "SELECT * FROM logs WHERE level = 'ERROR' ORDER BY timestamp, id LIMIT 9",
    "_logs_level",
  ],
  [
    "records of a logger by time",
    "SELECT * FROM logs WHERE logger = 'a' ORDER BY timestamp, id LIMIT 9",
    "_logs_logger",
  ],
  [
    "severe records by time",
    "SELECT * FROM error_log WHERE timestamp >= '2026' ORDER BY timestamp, id LIMIT 9",
    "_logs_severe",
  ],
  [
    "events of a session by time",
    "SELECT * FROM events WHERE session_id = 's' AND timestamp >= '2026' ORDER BY timestamp, id LIMIT 9",
    "_slice_items_session_event",
  ],
])("%s are in order", (_, sql, index) => {
  const plan = planOf(sql);
  expect(plan.filter((step) => step.includes("TEMP B-TREE"))).toEqual([]);
  expect(plan.join("\n")).toContain(index);
});

test.each([
  ["loggers", "SELECT logger, count(*) FROM logs WHERE logger IS NOT NULL GROUP BY logger"],
  ["levels", "SELECT level, count(*) FROM logs WHERE level IS NOT NULL GROUP BY level"],
  ["a level over time", `SELECT count(*) FROM logs WHERE level = 'ERROR' AND ${between}`],
  [
    "severe levels over time",
    `SELECT level, count(*) FROM logs WHERE severity >= 13 AND severity >= 17 AND ${between} GROUP BY level`,
  ],
])("counts of %s need no row", (_, sql) => {
  expect(planOf(sql).filter((step) => /^(SEARCH|SCAN)/.test(step) && !step.includes("COVERING INDEX"))).toEqual([]);
});
