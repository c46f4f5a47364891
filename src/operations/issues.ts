// What could not be read as expected, one by one.

import { scalar } from "../bundle/database.ts";
import examplesSql from "./issues/examples.sql" with { type: "text" };
import { reading } from "./viewing/reading.ts";

export interface Issue {
  readonly path: string | null;
  readonly source_member: string | null;
  readonly source_line: number | null;
  readonly severity: "info" | "warning" | "data_loss" | "error";
  readonly code: string;
  readonly message: string;
}

export interface IssueExample extends Issue {
  /** Issues of the same severity and code that come after it and are no examples; 0 but for the last example of a kind. */
  readonly more: number;
}

/** A few issues of each kind, and of those that only inform one; the worst first. */
export function issueExamples(path: string, limit: number): readonly IssueExample[] {
  return reading(path, (db) => db.query<IssueExample, [number]>(examplesSql).all(limit));
}

/** The first `limit` issues, the worst first. */
export function issuesOf(path: string, limit: number): readonly Issue[] {
  return reading(path, (db) => db.query<Issue, [number]>(issuesSql).all(limit));
}

export function issueCount(path: string): number {
  return reading(path, (db) => Number(scalar(db, "SELECT count(*) FROM import_issues")));
}

const issuesSql = `
  SELECT path, source_member, source_line, severity, code, message FROM import_issues
  ORDER BY CASE severity WHEN 'error' THEN 0 WHEN 'data_loss' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, id
  LIMIT ?`;
