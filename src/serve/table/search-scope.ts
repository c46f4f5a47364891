// What `_search` cannot find in a bundle whose index leaves something out, so that no rows does not mean no such words.

import type { Table } from "../../operations/serving.ts";
import { filePath, type Visit } from "../visit.ts";
import { remembered } from "./remembered.ts";

export interface SearchScope {
  /** `default`: of logs those from WARNING up; `none`: nothing. */
  readonly scope: "default" | "none";
  /** A sentence. */
  readonly note: string;
  /** Looks through all log records; null: nothing does. */
  readonly elsewhere: string | null;
}

/** Nothing where the whole table is in the index, or nothing is looked for. */
export async function searchScope(visit: Visit, { name, fullText }: Table): Promise<{ search?: SearchScope }> {
  const words = visit.args.get("_search");
  if (!words || visit.file.kind !== "bundle" || fullText === null || fullText.view === null) return {};
  const { rows } = await remembered(visit.file, {
    sql: "SELECT search FROM _meta",
    lane: "internal",
    signal: visit.signal,
  });
  const scope = rows[0]?.[0];
  const elsewhere = name === "logs" ? `${filePath(visit)}/-/log-lines.json?q=${encodeURIComponent(words)}` : null;
  if (scope === "none") {
    return {
      search: { scope, note: "This bundle was made without a search index: _search finds nothing.", elsewhere },
    };
  }
  if (scope !== "default" || name !== "logs") return {};
  const note = "Of logs only records from WARNING up are in the search index of this bundle.";
  return { search: { scope, note, elsewhere } };
}
