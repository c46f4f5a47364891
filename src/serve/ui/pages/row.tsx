// One row on a page of its own, with what points to it.

import { ask } from "../api/client.ts";
import { With } from "../components/notice.tsx";
import { Record } from "../components/record.tsx";
import { counted } from "../format/amounts.ts";
import { tildeDecode } from "../format/tilde.ts";
import { useAnswer } from "../state/answer.ts";
import { rowHref, tableHref } from "../state/place.ts";

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
  return (
    <div class="page row-page">
      <div class="page-head">
        <h1>{parts.join(", ")}</h1>
        <span class="count">
          in <a href={tableHref(bundle, table)}>{table}</a>
        </span>
      </div>
      <div class="row-columns">
        <Record bundle={bundle} table={table} rowKey={parts} />
        <PointingHere bundle={bundle} table={table} parts={parts} />
      </div>
    </div>
  );
}

function PointingHere({
  bundle,
  table,
  parts,
}: {
  readonly bundle: string;
  readonly table: string;
  readonly parts: readonly string[];
}) {
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
