// Addresses that name nothing: no page, no bundle, no table, no row. Each says what there is instead.

import { With } from "../components/notice.tsx";
import { nearest } from "../format/nearest.ts";
import { databases } from "../queries/bundles.ts";
import { schemaOf } from "../queries/schema.ts";
import { useAnswer } from "../state/answer.ts";
import { pageHref, tableHref } from "../state/place.ts";
import { root } from "../state/root.ts";

export function UnknownPage({ bundle }: { readonly bundle: string | null }) {
  const href = bundle === null ? `${root}/` : pageHref(bundle, "overview");
  return (
    <div class="page">
      <h1>There is no such page</h1>
      <p>
        The address names none.{" "}
        <a href={href}>{bundle === null ? "Go to the list of bundles" : `Go to the overview of ${bundle}`}</a>, or press{" "}
        <kbd>?</kbd> for the keys.
      </p>
    </div>
  );
}

export function NoBundle({ bundle }: { readonly bundle: string }) {
  const list = useAnswer(databases);
  return (
    <div class="page">
      <h1>No bundle called “{bundle}” is served here</h1>
      <p>It may have been moved or removed since. These are there:</p>
      <With of={list} wait="Reading the list">
        {(found) => (
          <ul class="bundle-list">
            {found.map(({ name }) => (
              <li key={name}>
                <a href={pageHref(name, "overview")}>{name}</a>
              </li>
            ))}
          </ul>
        )}
      </With>
    </div>
  );
}

export function NoTable({ bundle, table }: { readonly bundle: string; readonly table: string }) {
  const schema = useAnswer(schemaOf(bundle)).value;
  const near = nearest(table, schema?.tables.map(({ name }) => name) ?? []);
  return (
    <div class="page">
      <h1>There is no table called “{table}”</h1>
      {near.length > 0 && (
        <p>
          Perhaps{" "}
          {near.map((name, at) => (
            <span key={name}>
              {at > 0 && " or "}
              <a href={tableHref(bundle, name)}>{name}</a>
            </span>
          ))}{" "}
          is meant.
        </p>
      )}
      <p>
        What there is stands on the page of <a href={pageHref(bundle, "tables")}>tables</a>.
      </p>
    </div>
  );
}

interface NoRowProps {
  readonly bundle: string;
  readonly table: string;
  readonly name: string;
}

export function NoRow({ bundle, table, name }: NoRowProps) {
  return (
    <div class="page">
      <h1>
        There is no row {name} in {table}
      </h1>
      <p>
        Ids change when bundles are merged; what a row says can be looked for in{" "}
        <a href={tableHref(bundle, table)}>all rows of {table}</a>.
      </p>
    </div>
  );
}
