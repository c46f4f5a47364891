// All tables by what they tell, with what they hold and how many rows.

import { useState } from "preact/hooks";
import { Empty, With } from "../components/notice.tsx";
import { TableGroupView } from "../components/table-group.tsx";
import { counted } from "../format/amounts.ts";
import { type KnownSchema, schemaOf } from "../queries/schema.ts";
import { tableGroups } from "../queries/table-groups.ts";
import { useAnswer } from "../state/answer.ts";
import { pageHref } from "../state/place.ts";

export function TablesPage({ bundle }: { readonly bundle: string }) {
  const schema = useAnswer(schemaOf(bundle));
  const [words, setWords] = useState("");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section class="page" tabIndex={0} aria-label="Tables">
      <div class="page-head">
        <h1>Tables</h1>
        <input
          type="search"
          class="search-box"
          placeholder="Find a table or column"
          aria-label="Find a table or column"
          onInput={(event) => setWords(event.currentTarget.value.trim().toLowerCase())}
        />
        {schema.value !== undefined && <span class="count">{counted(schema.value.tables.length, "table")}</span>}
        <span class="aside">
          <a href={pageHref(bundle, "query")}>ask in SQL</a>
        </span>
      </div>
      <With of={schema} wait="Reading the schema">
        {(known) => <Groups bundle={bundle} schema={known} words={words} />}
      </With>
    </section>
  );
}

interface GroupsProps {
  readonly bundle: string;
  readonly schema: KnownSchema;
  readonly words: string;
}

function Groups({ bundle, schema: { tables, whyForeign }, words }: GroupsProps) {
  const found = tables.filter(
    ({ name, columns }) =>
      name.toLowerCase().includes(words) || columns.some((column) => column.name.toLowerCase().includes(words)),
  );
  return (
    <>
      {whyForeign !== null && (
        <p class="page-note">
          This file is no bundle: {whyForeign}. Its tables can be read, and asked in{" "}
          <a href={pageHref(bundle, "query")}>SQL</a>.
        </p>
      )}
      {found.length === 0 && (
        <Empty>
          {words === "" ? "This file has no tables." : `No table and no column has “${words}” in its name.`}
        </Empty>
      )}
      <div class="table-groups">
        {tableGroups(found).map(({ title, tables: some }) => (
          <TableGroupView
            key={title}
            bundle={bundle}
            title={whyForeign === null ? title : "Its tables"}
            tables={some}
            all={tables}
            words={words}
          />
        ))}
      </div>
    </>
  );
}
