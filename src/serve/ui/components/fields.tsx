// The values of a row: short ones in lines, long ones below each other, what is not stated in the end.

import { type Cell, isBytes, type Row } from "../api/rows.ts";
import { counted } from "../format/amounts.ts";
import { type ForeignLink, useForeignLinks } from "../queries/foreign-links.ts";
import { Field } from "./field.tsx";
import { LongValue } from "./long-value.tsx";
import { Unknown } from "./values.tsx";

interface FieldsProps {
  readonly bundle: string;
  /** Null: they are of no table. */
  readonly table: string | null;
  readonly row: Row;
  readonly first: readonly string[];
  /** All but the first and the long ones are one click away. */
  readonly isBrief?: boolean;
}

const longFrom = 100;
/** What tells where the row is from comes last. */
const provenance = new Set(["id", "source_id", "source_member", "source_line", "session_inferred", "time_zone"]);

/** Short ones of the first columns, the long ones, the other short ones, and what is not stated. */
export function Fields({ bundle, table, row, first, isBrief = false }: FieldsProps) {
  const names = Object.keys(row).sort((a, b) => rank(a, first) - rank(b, first));
  const known = names.filter((name) => row[name] !== null);
  const unknown = names.filter((name) => row[name] === null);
  const long = known.filter((name) => isLong(row[name]));
  const short = known.filter((name) => !long.includes(name));
  const isFirst = (name: string) => first.includes(name);
  const links = useForeignLinks(bundle, table);
  const others = first.length === 0 ? [] : short.filter((name) => !isFirst(name));
  const rest = (
    <>
      {others.length > 0 && <ShortFields bundle={bundle} links={links} row={row} names={others} />}
      {unknown.length > 0 && (
        <p class="not-stated">
          <Unknown what="not stated:" /> {unknown.join(", ")}
        </p>
      )}
    </>
  );
  const firstNames = first.length === 0 ? short : short.filter(isFirst);
  return (
    <>
      <ShortFields bundle={bundle} links={links} row={row} names={firstNames} />
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

interface ShortFieldsProps extends SomeFields {
  readonly bundle: string;
  readonly links: readonly ForeignLink[];
}

function ShortFields({ bundle, links, row, names }: ShortFieldsProps) {
  return (
    <dl class="fields">
      {names.map((name) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <Field
              bundle={bundle}
              name={name}
              cell={row[name] ?? null}
              row={row}
              link={links.find(({ column }) => column === name) ?? null}
            />
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
