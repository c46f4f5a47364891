// The WHERE of a question, put together from what the user asks for. Values are bound, never written into the SQL.

export type Bound = string | number | bigint | null;

export interface Condition {
  readonly sql: string;
  readonly values: readonly Bound[];
}

export function where(conditions: readonly Condition[]): Condition {
  if (conditions.length === 0) return { sql: "", values: [] };
  return {
    sql: `WHERE ${conditions.map(({ sql }) => sql).join(" AND ")}`,
    values: conditions.flatMap(({ values }) => values),
  };
}

/** None when nothing is asked for. `column` is an expression of ours. */
export function equals(column: string, value: string | null): Condition[] {
  return value === null ? [] : [{ sql: `${column} = ?`, values: [value] }];
}

export function among(column: string, values: readonly string[] | null): Condition[] {
  if (values === null) return [];
  if (values.length === 1) return [{ sql: `${column} = ?`, values }];
  return [{ sql: `${column} IN (${values.map(() => "?").join(", ")})`, values }];
}

export function fromTime(column: string, since: string | null): Condition[] {
  return since === null ? [] : [{ sql: `${column} >= ?`, values: [since] }];
}

export function beforeTime(column: string, until: string | null): Condition[] {
  return until === null ? [] : [{ sql: `${column} < ?`, values: [until] }];
}
