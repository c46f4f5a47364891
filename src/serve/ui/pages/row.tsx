// One row on a page of its own, with what points to it.

import { ask } from "../api/client.ts";
import { textOf } from "../api/rows.ts";
import { isMissing, With } from "../components/notice.tsx";
import { Record, rowAnswer } from "../components/record.tsx";
import { counted } from "../format/amounts.ts";
import { tildeDecode } from "../format/tilde.ts";
import { readFirst } from "../queries/reading-order.ts";
import { schemaOf } from "../queries/schema.ts";
import { useAnswer } from "../state/answer.ts";
import { rowHref, tableHref } from "../state/place.ts";
import { NoRow } from "./unknown.tsx";

interface RowPageProps {
  readonly bundle: string;
  readonly table: string;
  /** As it stands in the address. */
  readonly rowKey: string;
}

interface Incoming {
  readonly other_table: string;
  readonly other_column: string;
  readonly count: number;
  readonly link: string;
}

export function RowPage({ bundle, table, rowKey }: RowPageProps) {
  const parts = rowKey.split(",").map(tildeDecode);
  const found = useAnswer(rowAnswer(bundle, table, rowKey));
  const row = found.value?.rows[0] ?? null;
  const schema = useAnswer(schemaOf(bundle)).value;
  const label = schema?.tables.find(({ name }) => name === table)?.label ?? null;
  const name = label === null ? null : textOf(row?.[label])?.split("\n")[0];
  if (isMissing(found.error)) return <NoRow bundle={bundle} table={table} name={parts.join(", ")} />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section class="page row-page" tabIndex={0} aria-label="Row">
      <div class="page-head">
        <h1>{name === null || name === undefined || name === "" ? parts.join(", ") : name.slice(0, 120)}</h1>
        <span class="count">
          a row of <a href={tableHref(bundle, table)}>{table}</a>
        </span>
      </div>
      <div class="row-columns">
        <Record bundle={bundle} table={table} rowKey={parts} first={readFirst(table)} isAlone />
        <PointingHere bundle={bundle} table={table} parts={parts} />
      </div>
    </section>
  );
}

interface PointingHereProps {
  readonly bundle: string;
  readonly table: string;
  readonly parts: readonly string[];
}

function PointingHere({ bundle, table, parts }: PointingHereProps) {
  const address = `${rowHref(bundle, table, parts)}.json?_extra=foreign_key_tables`;
  const found = useAnswer({
    key: address,
    load: async (signal) => {
      const { foreign_key_tables: list } = await ask(address, signal);
      return Array.isArray(list) ? (list as readonly Incoming[]) : [];
    },
  });
  return (
    <aside>
      <h2>Rows that point here</h2>
      <With of={found} wait="Counting">
        {(list) => {
          const some = list.filter(({ count }) => count > 0);
          if (some.length === 0) return <p class="dim">None does.</p>;
          return (
            <ul class="pointing">
              {some.map(({ other_table, other_column, count, link }) => (
                <li key={`${other_table} ${other_column}`}>
                  <a href={link}>{counted(count, "row")}</a> of {other_table}
                  {other_column !== "session_id" && <span class="dim"> by {other_column}</span>}
                </li>
              ))}
            </ul>
          );
        }}
      </With>
    </aside>
  );
}
