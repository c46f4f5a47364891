// Folds what sources state of a session or a run into one row each, whatever the order in which the sources came.

import type { Database } from "bun:sqlite";
import { scalar } from "../database.ts";

type Fact = Readonly<Record<string, string | number | null>>;

/** How statements about one column become one value. Statements come oldest first. */
const earliest = (a: string | number, b: string | number) => (b < a ? b : a);
const latest = (a: string | number, b: string | number) => (b > a ? b : a);
const newest = (_a: string | number, b: string | number) => b;

const sessionRules = {
  parent_session_id: newest,
  kind: newest,
  agent_name: newest,
  title: newest,
  runtime_key: newest,
  created_at: earliest,
  ended_at: latest,
  last_activity_at: latest,
  snapshot_at: latest,
  status: newest,
  tags: newest,
  attributes: newest,
};

const runRules = {
  request_id: newest,
  session_id: newest,
  attempt: newest,
  worker_id: newest,
  trace_id: newest,
  span_id: newest,
  started_at: earliest,
  ended_at: latest,
  status: newest,
  error_type: newest,
  error_message: newest,
  description: newest,
  coordinator: newest,
  stored_agent_count: newest,
};

type Rules = Readonly<Record<string, (a: string | number, b: string | number) => string | number>>;

export function foldSessions(db: Database): void {
  db.exec("DELETE FROM _sessions");
  db.exec(`
    INSERT INTO _sessions (session_id, superseded)
    SELECT x.session_id, min(s.superseded)
    FROM _source_sessions AS x JOIN _sources AS s ON s.source_id = x.source_id
    WHERE x.session_id IS NOT NULL AND x.session_id NOT GLOB 'purged:*' -- taken out, see purge
    GROUP BY x.session_id
  `);
  foldInto(db, "_sessions", "session_id", sessionRules, sessionFacts);
  db.exec(activitySpans);
}

export function foldRuns(db: Database): void {
  db.exec("DELETE FROM _runs");
  db.exec("INSERT INTO _runs (run_id) SELECT DISTINCT run_id FROM _source_sessions WHERE run_id IS NOT NULL");
  foldInto(db, "_runs", "run_id", runRules, runFacts);
  db.exec("UPDATE _runs SET session_id = NULL");
  db.exec("UPDATE _runs SET session_id = r.session_id FROM temp.settled_runs AS r WHERE r.run_id = _runs.run_id");
  // A run that states no session has that of what is said of it, where that is one.
  db.exec(`
    UPDATE _runs SET session_id = (
      SELECT CASE WHEN min(f.session_id) = max(f.session_id) THEN min(f.session_id) END
      FROM _run_facts AS f WHERE f.run_id = _runs.run_id AND f.superseded = 0
    )
    WHERE session_id IS NULL AND NOT EXISTS (
      SELECT 1 FROM _source_sessions AS x WHERE x.run_id = _runs.run_id AND x.session_id IS NOT NULL
    )
  `);
  if (scalar(db, "SELECT 1 FROM _agents LIMIT 1") === null) return;
  db.exec(`
    UPDATE _runs SET agent_count = (
      SELECT count(*) FROM _agents AS a WHERE a.run_id = _runs.run_id AND a.superseded = 0
    )
  `);
}

// The newest statement comes last: after all that are superseded, by its own time, then by names that do not depend on this bundle.
const statementOrder = (time: string) =>
  `ORDER BY f.superseded DESC, ${time} NULLS FIRST, s.source_key, f.source_member NULLS FIRST, f.source_line NULLS FIRST, f.id`;

const sessionFacts = `
  SELECT f.* FROM _session_facts AS f JOIN _sources AS s ON s.source_id = f.source_id
  WHERE f.session_id IS NOT NULL
  ${statementOrder("coalesce(f.snapshot_at, f.last_activity_at, f.ended_at, f.created_at)")}
`;

const runFacts = `
  SELECT f.* FROM _run_facts AS f JOIN _sources AS s ON s.source_id = f.source_id
  WHERE f.run_id IS NOT NULL
  ${statementOrder("coalesce(f.ended_at, f.started_at)")}
`;

function foldInto(db: Database, table: string, key: string, rules: Rules, facts: string): void {
  const columns = Object.keys(rules);
  const folded = new Map<string, Record<string, string | number>>();
  for (const fact of db.prepare<Fact, []>(facts).iterate()) {
    const id = String(fact[key]);
    const row = folded.get(id) ?? {};
    folded.set(id, row);
    for (const column of columns) {
      const value = fact[column];
      const rule = rules[column];
      if (value === null || value === undefined || rule === undefined) continue;
      const before = row[column];
      row[column] = before === undefined ? value : rule(before, value);
    }
  }
  const update = db.prepare(`UPDATE ${table} SET ${columns.map((c) => `${c} = ?`).join(", ")} WHERE ${key} = ?`);
  for (const [id, row] of folded) update.run(...columns.map((column) => row[column] ?? null), id);
}

const timedTables = ["_logs", "_events", "_tool_invocations", "_prompt_events", "_messages", "_turns"];

/** Found at the ends of each session's part of an index, so that not all its rows are read. */
const boundOfSession = (bound: "min" | "max") =>
  `(SELECT ${bound}(at) FROM (${timedTables
    .map(
      (table) =>
        `SELECT ${bound}(timestamp) AS at FROM ${table} WHERE superseded = 0 AND session_id = _sessions.session_id`,
    )
    .join(" UNION ALL ")}))`;

/** The time from the first to the last row of each session. */
const activitySpans = `UPDATE _sessions SET first_at = ${boundOfSession("min")}, last_at = ${boundOfSession("max")}`;
