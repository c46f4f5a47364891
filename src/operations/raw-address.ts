// What a person writes to name one record.

import type { Database } from "bun:sqlite";
import { UserError } from "../base/errors.ts";
import { didYouMean } from "../base/suggest.ts";
import { recordOfRow } from "../bundle/record-of-row.ts";
import { findSource } from "../bundle/source-names.ts";
import { publicTables } from "./sql-hint.ts";

export interface LineRange {
  /** From 1. */
  readonly first: number;
  readonly last: number;
}

export interface RawAddress {
  /** A path, a number or a key. */
  readonly source: string;
  /** Of an archive, or a table of a store; null: the source itself. */
  readonly member: string | null;
  /** Null: all of it. */
  readonly lines: LineRange | null;
}

/**
 * `SOURCE[:LINE[-LINE]]`, `SOURCE!/MEMBER[:LINE[-LINE]]` or `VIEW/ID`. A name that is a source's own, colon and all, wins.
 */
export function rawAddress(db: Database, text: string): RawAddress {
  if (findSource(db, text) !== null) return { source: text, member: null, lines: null };
  const { rest, lines } = withoutLines(text);
  if (findSource(db, rest) !== null) return { source: rest, member: null, lines };
  return memberAddress(db, text) ?? rowAddress(db, text) ?? { source: rest, member: null, lines };
}

/** The same address as text, for pages and messages. */
export function rawAddressText({ source, member, lines }: RawAddress): string {
  const range = lines === null ? "" : lines.first === lines.last ? `:${lines.first}` : `:${lines.first}-${lines.last}`;
  return `${source}${member === null ? "" : `!/${member}`}${range}`;
}

/** Takes a range of lines off the end of a text. */
export function withoutLines(text: string): { readonly rest: string; readonly lines: LineRange | null } {
  const match = /^(.*):([0-9]{1,15})(?:-([0-9]{1,15}))?$/s.exec(text);
  if (match === null) return { rest: text, lines: null };
  const first = Number(match[2]);
  const last = match[3] === undefined ? first : Number(match[3]);
  if (first < 1 || last < first)
    throw new UserError(`"${text}" names no lines: they count from 1, the smaller number first.`);
  return { rest: match[1] ?? "", lines: { first, last } };
}

/**
 * The longest beginning that is a source: members of members have paths of their own. A member's name may end like
 * lines do: who opens the archive knows.
 */
function memberAddress(db: Database, text: string): RawAddress | null {
  for (let at = text.lastIndexOf("!/"); at > 0; at = text.lastIndexOf("!/", at - 1)) {
    const source = text.slice(0, at);
    if (findSource(db, source) !== null) return { source, member: text.slice(at + 2), lines: null };
  }
  return null;
}

function rowAddress(db: Database, text: string): RawAddress | null {
  const match = /^([a-z_]+)\/(-?[0-9]{1,16})$/.exec(text);
  const view = match?.[1];
  if (view === undefined) return null;
  const record = recordOfRow(db, view, Number(match?.[2]));
  if (record === null) {
    const near = didYouMean(view, publicTables(db));
    if (near !== "") throw new UserError(`There is neither a source "${text}" nor a table "${view}".${near}`);
    return null;
  }
  const { sourceId, member, line } = record;
  return { source: `${sourceId}`, member, lines: line === null ? null : { first: line, last: line } };
}
