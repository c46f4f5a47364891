// The sessions of a bundle, and one of them in numbers.

import { jsonAnswer } from "../http/answers.ts";
import type { Visit } from "../visit.ts";
import { countFrom, rowOf, rowsOf } from "./ask.ts";
import sessionsSql from "./sessions.sql" with { type: "text" };
import { stepSources } from "./step-kinds.ts";
import { histogram, type Span } from "./time-buckets.ts";
import type { Session, SessionDetail, Sessions, StepKind } from "./types.ts";

const mostSessions = 10_000;

export async function sessionsAnswer(visit: Visit): Promise<Response> {
  const sessions = await rowsOf<Session>(visit, sessionsSql);
  return jsonAnswer({
    ok: true,
    sessions: sessions.slice(0, mostSessions),
    truncated: sessions.length > mostSessions,
  } satisfies Sessions);
}

export async function sessionAnswer(visit: Visit): Promise<Response> {
  const id = visit.args.get("session");
  const sessions = id === null ? [] : await rowsOf<Session>(visit, sessionsSql);
  const ofSession = id === null ? "1" : "session_id = :session";
  const values = id === null ? {} : { session: id };
  // The filter of events that are shown as something else is for windows; over a whole bundle it would cost a look-up a row.
  const counted = stepSources.map(({ kind, table, where }) => ({
    name: kind,
    fromWhere: `FROM ${table} WHERE ${ofSession} AND ${kind === "event" ? "1" : where}`,
  }));
  const failures = { name: "failure", fromWhere: `FROM errors WHERE ${ofSession}` };
  const [span, counts] = await Promise.all([spanOf(visit, ofSession, values), countsOf(visit, counted, values)]);
  const minimap = await histogram(visit, span, countFrom(visit, "buckets", 120, 1_000), [...counted, failures], values);
  return jsonAnswer({
    ok: true,
    session: sessions.find(({ session_id }) => session_id === id) ?? null,
    children: sessions.filter(({ parent_session_id }) => id !== null && parent_session_id === id),
    counts,
    minimap,
  } satisfies SessionDetail);
}

type Values = Readonly<Record<string, string>>;
type CountedKind = { readonly name: StepKind; readonly fromWhere: string };

async function countsOf(visit: Visit, counted: readonly CountedKind[], values: Values) {
  const select = counted.map(({ name, fromWhere }) => `(SELECT count(*) ${fromWhere}) AS ${name}`).join(", ");
  const counts = await rowOf<Record<StepKind, number>>(visit, `SELECT ${select}`, values);
  if (counts === null) throw new Error("A SELECT without FROM gave no row.");
  return counts;
}

/** From the first to the last step; each end is one look into an index. */
async function spanOf(visit: Visit, ofSession: string, values: Values): Promise<Span> {
  const ends = ["logs", "tool_calls", "prompt_events", "messages", "errors", "events"].flatMap((view) => [
    `SELECT (SELECT timestamp FROM ${view} WHERE ${ofSession} AND timestamp IS NOT NULL ORDER BY timestamp LIMIT 1) AS at`,
    `SELECT (SELECT timestamp FROM ${view} WHERE ${ofSession} AND timestamp IS NOT NULL ORDER BY timestamp DESC LIMIT 1)`,
  ]);
  const sql = `SELECT min(at) AS "from", max(at) AS "to" FROM (${ends.join(" UNION ALL ")})`;
  return (await rowOf<Span>(visit, sql, values)) ?? { from: null, to: null };
}

/** The time of the whole bundle. */
export function wholeSpan(visit: Visit): Promise<Span> {
  return spanOf(visit, "1", {});
}
