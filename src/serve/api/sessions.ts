// The sessions of a bundle, and one of them in numbers.

import { overviewSql } from "../../operations/serving.ts";
import { jsonAnswer } from "../http/answers.ts";
import type { Visit } from "../visit.ts";
import { countFrom, rowOf, rowsOf } from "./ask.ts";
import { oncePerFile } from "./once-per-file.ts";
import { stepSources } from "./step-kinds.ts";
import { stepSpan } from "./step-span.ts";
import { type Counted, histogram } from "./time-buckets.ts";
import { type Session, type SessionDetail, type Sessions, type StepKind, stepKinds } from "./types.ts";

const mostSessions = 10_000;

const sessionsSql = `SELECT s.*, ifnull(c.call_count, 0) AS tool_call_count
  FROM (${overviewSql.sessions}) AS s
  LEFT JOIN (SELECT session_id, count(*) AS call_count FROM tool_calls GROUP BY session_id) AS c ON c.session_id = s.session_id
  ORDER BY s.first_at NULLS LAST, s.session_id
  LIMIT ${mostSessions + 1}`;

export async function sessionsAnswer(visit: Visit): Promise<Response> {
  const sessions = await allSessions(visit);
  return jsonAnswer({
    ok: true,
    sessions: sessions.slice(0, mostSessions),
    truncated: sessions.length > mostSessions,
  } satisfies Sessions);
}

function allSessions(visit: Visit): Promise<Session[]> {
  return oncePerFile(visit, "sessions", (inner) => rowsOf<Session>(inner, sessionsSql));
}

export async function sessionAnswer(visit: Visit): Promise<Response> {
  const id = visit.args.get("session");
  const buckets = countFrom(visit, "buckets", 120, 1_000);
  const [sessions, numbers] = await Promise.all([
    id === null ? [] : allSessions(visit),
    oncePerFile(visit, `session ${buckets} ${JSON.stringify(id)}`, (inner) => numbersOf(inner, id, buckets)),
  ]);
  return jsonAnswer({
    ok: true,
    session: sessions.find(({ session_id }) => session_id === id) ?? null,
    children: sessions.filter(({ parent_session_id }) => id !== null && parent_session_id === id),
    ...numbers,
  } satisfies SessionDetail);
}

/** Null: of the whole bundle. */
async function numbersOf(visit: Visit, session: string | null, buckets: number) {
  const ofSession = session === null ? "1" : "session_id = :session";
  const values: Values = session === null ? {} : { session };
  const counted = stepKinds.map((kind) => ({
    name: kind,
    fromWhere: stepSources.flatMap((source) =>
      source.kind === kind ? [`FROM ${source.rows} WHERE ${source.everyWhere ?? source.where} AND ${ofSession}`] : [],
    ),
  }));
  const failures = { name: "failure", fromWhere: [`FROM errors WHERE ${ofSession}`] };
  const [span, whole, timeless] = await Promise.all([
    stepSpan(visit, session),
    countsOf(visit, [...counted, failures], "1", values),
    countsOf(visit, [...counted, failures], "timestamp IS NULL", values),
  ]);
  const minimap = await histogram(visit, span, buckets, [...counted, failures], values);
  const { failure, ...counts } = whole;
  return { counts, failure_count: failure, timeless_counts: timeless, minimap };
}

type Values = Readonly<Record<string, string>>;

async function countsOf(visit: Visit, counted: readonly Counted[], where: string, values: Values) {
  const select = counted.map(({ name, fromWhere }) => {
    const sum = fromWhere.map((rows) => `(SELECT count(*) ${rows} AND ${where})`).join(" + ");
    return `${sum} AS ${name}`;
  });
  const counts = await rowOf<Record<StepKind | "failure", number>>(visit, `SELECT ${select.join(", ")}`, values);
  if (counts === null) throw new Error("A SELECT without FROM gave no row.");
  return counts;
}
