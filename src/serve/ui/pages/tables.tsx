// All tables, with what they hold.

import { With } from "../components/notice.tsx";
import { schemaOf } from "../queries/schema.ts";
import { useAnswer } from "../state/answer.ts";
import { pageHref, tableHref } from "../state/place.ts";

export function TablesPage({ bundle }: { readonly bundle: string }) {
  const schema = useAnswer(schemaOf(bundle));
  return (
    <div class="page">
      <div class="page-head">
        <h1>Tables</h1>
        <a class="aside" href={pageHref(bundle, "query")}>
          ask in SQL
        </a>
      </div>
      <With of={schema} wait="Reading the schema">
        {({ tables, whyForeign }) => (
          <>
            {whyForeign !== null && (
              <p class="notice notice-bad">This file is no bundle: {whyForeign}. Its tables and SQL can be asked.</p>
            )}
            <ul class="table-list">
              {tables.map(({ name, comment, columns }) => (
                <li key={name}>
                  <a href={tableHref(bundle, name)}>{name}</a>
                  <p>{comment}</p>
                  <p class="dim">{columns.map((column) => column.name).join(", ")}</p>
                </li>
              ))}
            </ul>
          </>
        )}
      </With>
    </div>
  );
}
