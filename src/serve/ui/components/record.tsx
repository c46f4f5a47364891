// One row in full: short fields first, long values below, the original record one click away.

import { row as loadRow } from "../api/client.ts";
import { type Cell, isBytes, type Row, textOf } from "../api/rows.ts";
import { counted } from "../format/amounts.ts";
import type { Loading } from "../state/answer.ts";
import { useAnswer } from "../state/answer.ts";
import { useKeys } from "../state/keys.ts";
import { pageHref, queryHref, rowHref, sessionHref } from "../state/place.ts";
import { asWritten } from "../state/written.ts";
import { Field } from "./field.tsx";
import { LongValue } from "./long-value.tsx";
import { With } from "./notice.tsx";
import { OriginalRecord } from "./original-record.tsx";
import { Unknown } from "./values.tsx";

interface RecordProps {
  readonly bundle: string;
  readonly table: string;
  /** The parts of its key. */
  readonly rowKey: readonly string[];
  /** Columns to show first, in this order; the others follow. */
  readonly first?: readonly string[];
  /** The others are one click away: something more telling follows. */
  readonly isBrief?: boolean;
}

export function rowAnswer(bundle: string, table: string, key: string): Loading<Row | null> {
  return {
    key: `row ${bundle} ${table} ${key}`,
    load: async (signal) => (await loadRow(bundle, table, key, signal)).rows[0] ?? null,
  };
}

export function Record({ bundle, table, rowKey, first = [], isBrief = false }: RecordProps) {
  const href = rowHref(bundle, table, rowKey);
  const key = href.slice(href.lastIndexOf("/") + 1);
  const answer = useAnswer(rowAnswer(bundle, table, key));
  const show = () => {
    asWritten.value = !asWritten.value;
  };
  useKeys("Values", [{ key: "w", does: "values as written, or as what they are", run: show }]);
  return (
    <With of={answer} wait="Reading the row">
      {(row) =>
        row === null ? (
          <p class="notice">There is no such row in {table}.</p>
        ) : (
          <article class={answer.isStale ? "record stale" : "record"}>
            <RecordLinks bundle={bundle} table={table} rowKey={rowKey} row={row} />
            <Fields bundle={bundle} row={row} first={first} isBrief={isBrief} />
            <OriginalRecord key={href} bundle={bundle} table={table} rowKey={key} row={row} />
          </article>
        )
      }
    </With>
  );
}

interface RecordLinksProps extends RecordProps {
  readonly row: Row;
}

function RecordLinks({ bundle, table, rowKey, row }: RecordLinksProps) {
  const session = textOf(row.session_id);
  const id = rowKey.join(",");
  const origin = originOf(row);
  const step = table === "errors" && origin !== null ? origin : `${table}:${id}`;
  return (
    <p class="record-links">
      <a href={rowHref(bundle, table, rowKey)}>
        {table} {id}
      </a>
      {session !== null && table !== "sessions" && (
        <a href={sessionHref(bundle, session, { at: step })}>in its session</a>
      )}
      {table === "logs" && <a href={pageHref(bundle, "logs", { at: id })}>among all logs</a>}
      {rowKey.length === 1 && (
        <a
          href={queryHref(
            bundle,
            `SELECT *\nFROM ${table}\nWHERE id = ${/^\d+$/.test(id) ? id : ":id"}`,
            /^\d+$/.test(id) ? {} : { id },
          )}
        >
          as SQL
        </a>
      )}
    </p>
  );
}

/** An error stands among the steps as what it was found in. */
function originOf(row: Row): string | null {
  const [table, id] = [textOf(row.origin_table), textOf(row.origin_id)];
  return table === null || id === null || table === "errors" ? null : `${table}:${id}`;
}

interface FieldsProps {
  readonly bundle: string;
  readonly row: Row;
  readonly first: readonly string[];
  readonly isBrief?: boolean;
}

const longFrom = 100;
/** What tells where the row is from comes last. */
const provenance = new Set(["id", "source_id", "source_member", "source_line", "session_inferred", "time_zone"]);

/** Short ones of the first columns, the long ones, the other short ones, and what is not stated. */
export function Fields({ bundle, row, first, isBrief = false }: FieldsProps) {
  const names = Object.keys(row).sort((a, b) => rank(a, first) - rank(b, first));
  const known = names.filter((name) => row[name] !== null);
  const unknown = names.filter((name) => row[name] === null);
  const long = known.filter((name) => isLong(row[name]));
  const short = known.filter((name) => !long.includes(name));
  const isFirst = (name: string) => first.includes(name);
  const others = first.length === 0 ? [] : short.filter((name) => !isFirst(name));
  const rest = (
    <>
      {others.length > 0 && <ShortFields bundle={bundle} row={row} names={others} />}
      {unknown.length > 0 && (
        <p class="not-stated">
          <Unknown what="not stated:" /> {unknown.join(", ")}
        </p>
      )}
    </>
  );
  return (
    <>
      <ShortFields bundle={bundle} row={row} names={first.length === 0 ? short : short.filter(isFirst)} />
      <LongFields row={row} names={long} />
      {isBrief ? (
        <details class="more-fields">
          <summary>{counted(others.length, "more field")}</summary>
          {rest}
        </details>
      ) : (
        rest
      )}
    </>
  );
}

interface SomeFields {
  readonly row: Row;
  readonly names: readonly string[];
}

function ShortFields({ bundle, row, names }: SomeFields & { readonly bundle: string }) {
  return (
    <dl class="fields">
      {names.map((name) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <Field bundle={bundle} name={name} cell={row[name] ?? null} row={row} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function LongFields({ row, names }: SomeFields) {
  return (
    <>
      {names.map((name) => (
        <section key={name} class="long-field">
          <h3>{name}</h3>
          <LongValue cell={row[name] ?? null} />
        </section>
      ))}
    </>
  );
}

function rank(name: string, first: readonly string[]): number {
  const place = first.indexOf(name);
  if (place >= 0) return place - first.length;
  return provenance.has(name) ? 1 : 0;
}

function isLong(cell: Cell | undefined): boolean {
  if (isBytes(cell)) return true;
  return typeof cell === "string" && (cell.length > longFrom || cell.includes("\n") || /^\s*[[{]/.test(cell));
}
