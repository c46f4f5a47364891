// How many rows each table and view has.

import { QueryError } from "../../operations/serving.ts";
import { jsonAnswer } from "../http/answers.ts";
import { ownTimeoutMs } from "../settings.ts";
import { userLimits, type Visit } from "../visit.ts";
import { oncePerFile } from "./once-per-file.ts";
import { stepSources } from "./step-kinds.ts";
import type { TableCount, TableCounts } from "./types.ts";

/** A stranger's view may run for ever, and is worth no longer wait. */
const longestMs = 2_000;

export async function tablesAnswer(visit: Visit): Promise<Response> {
  const names = visit.args.list("names");
  const entries = (await visit.file.catalog.entries()).filter(({ name, isHidden }) =>
    names.length === 0 ? !isHidden : names.includes(name),
  );
  const tables = await Promise.all(
    entries.map(async ({ name, type }): Promise<TableCount> => {
      const count = await oncePerFile(visit, `count ${name}`, (inner) => rowCount(inner, name));
      return { name, type, row_count: count };
    }),
  );
  return jsonAnswer({ ok: true, tables } satisfies TableCounts);
}

/** Null: it takes too long, or SQLite cannot read it. */
async function rowCount(visit: Visit, name: string): Promise<number | null> {
  // The view `search` is asked with words only.
  if (visit.file.kind === "bundle" && name === "search") return null;
  const parts = visit.file.kind === "bundle" ? partsOf(name) : [];
  const counts = parts.map((part) => `(SELECT count(*) FROM ${part})`).join(" + ");
  const sql = counts === "" ? `SELECT count(*) FROM "${name.replaceAll('"', '""')}"` : `SELECT ${counts}`;
  const { file, signal } = visit;
  const isOurs = file.kind === "bundle";
  const limits = { ...userLimits(visit), timeMs: isOurs ? ownTimeoutMs : longestMs };
  try {
    const { rows } = await file.run({ sql, limits, lane: isOurs ? "scan" : "user", signal });
    return Number(rows[0]?.[0] ?? 0);
  } catch (error) {
    if (error instanceof QueryError && error.kind !== "cancelled") return null;
    throw error;
  }
}

/** A view over two tables is counted by its parts, for which indexes are enough. */
function partsOf(view: string): string[] {
  return stepSources.flatMap(({ table, rows, everyWhere }) =>
    table === view && everyWhere !== undefined ? [`${rows} WHERE ${everyWhere}`] : [],
  );
}
