// What could not be read as expected, one by one.

import { bundleFailure, openBundle } from "../bundle/open.ts";

export interface Issue {
  readonly path: string | null;
  readonly source_member: string | null;
  readonly source_line: number | null;
  readonly severity: "info" | "warning" | "data_loss" | "error";
  readonly code: string;
  readonly message: string;
}

/** The first `limit` issues, the worst first. */
export function issuesOf(path: string, limit: number): readonly Issue[] {
  const bundle = openBundle(path);
  try {
    return bundle.db
      .query<Issue, [number]>(
        `SELECT path, source_member, source_line, severity, code, message FROM import_issues
         ORDER BY CASE severity WHEN 'error' THEN 0 WHEN 'data_loss' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, id
         LIMIT ?`,
      )
      .all(limit);
  } catch (error) {
    throw bundleFailure(error, path) ?? error;
  } finally {
    bundle.close();
  }
}
