// One screen's worth of a bundle.

import { overviewSql } from "../../operations/serving.ts";
import { jsonAnswer } from "../http/answers.ts";
import type { Visit } from "../visit.ts";
import { countFrom, rowOf, rowsOf } from "./ask.ts";
import { errorGroups } from "./error-groups.ts";
import { stepColumns, stepSources } from "./step-kinds.ts";
import { stepSpan } from "./step-span.ts";
import { type StepRow, stepOf } from "./step-windows.ts";
import { histogram } from "./time-buckets.ts";
import type {
  BundleHead,
  Counts,
  ErrorRow,
  FailedRun,
  FailedRuns,
  IssueGroup,
  Overview,
  SourceGroup,
  Step,
  StepKind,
} from "./types.ts";

export async function overviewAnswer(visit: Visit): Promise<Response> {
  const [head, counts, span] = await Promise.all([
    rowOf<BundleHead>(visit, overviewSql.head),
    rowOf<Counts>(visit, overviewSql.statistics),
    stepSpan(visit, null),
  ]);
  if (head === null || counts === null) throw new Error("A bundle has no row of its own.");
  const [firstFailure, failedRuns, errors, slowest, costliest, sources, issues, activity] = await Promise.all([
    rowOf<ErrorRow>(visit, firstFailureSql),
    failedRunsOf(visit),
    errorGroups(visit, "1", 10, {}),
    slowestSteps(visit),
    topSteps(visit, "answer", knownTokens),
    rowsOf<SourceGroup>(visit, sourcesSql),
    rowsOf<IssueGroup>(visit, overviewSql.issues),
    histogram(visit, span, countFrom(visit, "buckets", 80, 1_000), activitySeries),
  ]);
  return jsonAnswer({
    ok: true,
    bundle: head,
    counts,
    first_at: span.from,
    last_at: span.to,
    first_failure: firstFailure,
    failed_runs: failedRuns,
    errors,
    slowest_steps: slowest,
    costliest_steps: costliest,
    sources,
    issues,
    activity,
  } satisfies Overview);
}

const firstFailureSql = `
  SELECT id, error_class, error_code, error_type, message, timestamp, session_id, run_id, origin_table, origin_id
  FROM errors
  ORDER BY timestamp IS NULL, timestamp, id
  LIMIT 1`;

const failedRuns = "FROM runs WHERE status = 'failed' OR error_type IS NOT NULL OR error_message IS NOT NULL";

async function failedRunsOf(visit: Visit): Promise<FailedRuns> {
  const [counted, examples] = await Promise.all([
    rowOf<{ n: number }>(visit, `SELECT count(*) AS n ${failedRuns}`),
    rowsOf<FailedRun>(
      visit,
      `SELECT run_id, status, session_id, ended_at, error_type, error_message ${failedRuns}
      ORDER BY coalesce(ended_at, started_at) DESC, run_id LIMIT 3`,
    ),
  ]);
  return { run_count: counted?.n ?? 0, examples };
}

const sourcesSql = `
  SELECT importer, status, count(*) AS source_count, sum(row_count) AS row_count, sum(issue_count) AS issue_count,
    sum(size_bytes) AS size_bytes
  FROM sources
  GROUP BY importer, status
  ORDER BY row_count DESC, importer, status`;

const activitySeries = [
  ...stepSources
    .filter(({ kind }) => kind !== "event" && kind !== "error")
    .map(({ kind, table, where }) => ({ name: kind, fromWhere: [`FROM ${table} WHERE ${where}`] })),
  { name: "failure", fromWhere: ["FROM errors WHERE 1"] },
];

/** Calls of tools and of providers: both are waited for. */
async function slowestSteps(visit: Visit): Promise<Step[]> {
  const [tools, answers] = await Promise.all([
    topSteps(visit, "tool", "duration_ms"),
    topSteps(visit, "answer", "duration_ms"),
  ]);
  return [...tools, ...answers].sort((one, other) => (other.duration_ms ?? 0) - (one.duration_ms ?? 0)).slice(0, 10);
}

/** Where no total is stated, the known parts. */
const knownTokens = "ifnull(total_tokens, ifnull(input_tokens, 0) + ifnull(output_tokens, 0))";

async function topSteps(visit: Visit, kind: StepKind, measure: string): Promise<Step[]> {
  const source = stepSources.find((one) => one.kind === kind);
  if (source === undefined) return [];
  const sql = `SELECT ${stepColumns(source)} FROM ${source.table} AS t
    WHERE ${source.where} AND ${measure} > 0 ORDER BY ${measure} DESC, id LIMIT 10`;
  return (await rowsOf<StepRow>(visit, sql)).map(stepOf);
}
