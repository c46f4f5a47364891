// A page of a table or view as JSON.

import type { SqlValue, Table } from "../../operations/serving.ts";
import { type Shown, shapedAnswer, shapeOf } from "../http/shapes.ts";
import { addressWith, type Visit } from "../visit.ts";
import { tableExtras } from "./extras.ts";
import { labels, labelsOf } from "./labels.ts";
import { type PageRows, pageRows, pageSize } from "./rows.ts";
import { searchScope } from "./search-scope.ts";
import { type Selection, selection } from "./selection.ts";

export async function tableAnswer(visit: Visit, table: Table): Promise<Response> {
  shapeOf(visit.args);
  const chosen = await selection(visit, table);
  const size = pageSize(visit, table.name);
  const [page, extras, scope] = await Promise.all([
    pageRows(visit, chosen, size),
    tableExtras(visit, chosen, size),
    searchScope(visit, table),
  ]);
  const nextUrl = page.next === null ? null : visit.origin + addressWith(visit, nextArguments(visit, page.next));
  const keys = page.rows.map((row) => table.key.map((name) => row[chosen.columns.indexOf(name)] ?? null));
  return shapedAnswer(
    { columns: chosen.columns, rows: await labelled(visit, chosen, page.rows), keys, objects: page.objects },
    {
      args: visit.args,
      headers: nextUrl === null ? {} : { Link: `<${nextUrl}>; rel="next"` },
      document: (rows) => ({
        ok: true,
        next: page.next,
        next_url: nextUrl,
        ...previous(visit, page),
        ...extras,
        ...scope,
        rows,
        ...cutTexts(chosen, page),
        truncated: false,
      }),
    },
  );
}

function nextArguments({ args }: Visit, next: string) {
  return args.without("_previous").replaced("_next", next);
}

/** Told to who pages backwards; Datasette's documents have no such member. */
function previous({ args }: Visit, { previous: token }: PageRows): Readonly<Record<string, unknown>> {
  return args.has("_previous") || args.isOn("_both") ? { previous: token } : {};
}

/** Which texts `_text_size` cut, and their bytes. */
function cutTexts({ columns }: Selection, { textBytes }: PageRows): Readonly<Record<string, unknown>> {
  if (textBytes === null) return {};
  const cut = textBytes.map((row) =>
    Object.fromEntries(columns.flatMap((name, at) => (row[at] == null ? [] : [[name, row[at]]]))),
  );
  return { text_bytes: cut };
}

/** Values that lead to other rows, with the names of those. */
export async function labelled(
  visit: Visit,
  { table, columns }: Pick<Selection, "table" | "columns">,
  rows: readonly (readonly SqlValue[])[],
): Promise<readonly (readonly Shown[])[]> {
  const { args } = visit;
  const wanted = args.all("_label");
  if (!args.isOn("_labels") && wanted.length === 0) return rows;
  const known = (await labels(visit, table)).filter(({ key }) => args.isOn("_labels") || wanted.includes(key.column));
  const shown: Shown[][] = rows.map((row) => [...row]);
  for (const label of known) {
    const at = columns.indexOf(label.key.column);
    if (at < 0) continue; // The column is not shown.
    const names = await labelsOf(
      visit,
      label,
      rows.map((row) => row[at] ?? null),
    );
    for (const row of shown) {
      const value = row[at];
      if (value === null || value === undefined || typeof value === "object") continue; // NULL leads nowhere, bytes neither.
      const name = names.get(String(value));
      if (name !== undefined)
        row[at] = new Map<string, SqlValue>([
          ["value", value],
          ["label", name],
        ]);
    }
  }
  return shown;
}
