// Steps of SQLite's plan, indented as they contain each other; those that read a whole table are marked.

import { type Row, wholeText } from "../api/rows.ts";

export function QueryPlan({ rows }: { readonly rows: readonly Row[] }) {
  const depths = new Map<string, number>([["0", -1]]);
  const steps = rows.map((row) => {
    const depth = (depths.get(wholeText(row.parent)) ?? -1) + 1;
    depths.set(wholeText(row.id), depth);
    return { depth, detail: wholeText(row.detail) };
  });
  return (
    <section class="plan">
      <ol>
        {steps.map(({ depth, detail }, at) => (
          <li key={at} style={{ paddingInlineStart: `${depth * 20}px` }}>
            <code>{detail}</code>
            {readsWhole(detail) && <span class="warn">reads all of it</span>}
            {detail.startsWith("USE TEMP B-TREE") && <span class="dim">sorts aside</span>}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** A SCAN through an index of all columns needed still reads the whole index. */
function readsWhole(detail: string): boolean {
  return /^SCAN (?!CONSTANT|\d+ CONSTANT)/.test(detail) && !/VIRTUAL TABLE/.test(detail);
}
