// Rows as the server sends them, and how their cells are read.

/** Bytes, as Datasette writes them into JSON. */
export interface Base64 {
  readonly $base64: true;
  readonly encoded: string;
}

export type Cell = string | number | bigint | boolean | null | Base64;
export type Row = Readonly<Record<string, Cell>>;

export function isBytes(value: unknown): value is Base64 {
  return typeof value === "object" && value !== null && "$base64" in value;
}

/** Base64 writes three bytes as four characters, and fills up the last four. */
export function byteCount({ encoded }: Base64): number {
  return (encoded.length / 4) * 3 - (/=*$/.exec(encoded)?.[0].length ?? 0);
}

export function textOf(cell: Cell | undefined): string | null {
  if (cell === null || cell === undefined || isBytes(cell)) return null;
  return String(cell);
}

/** Null for what is no number; of a big integer the nearest one, for drawing only. */
export function numberOf(cell: Cell | undefined): number | null {
  if (typeof cell === "number") return cell;
  return typeof cell === "bigint" ? Number(cell) : null;
}

/** A count that SQL always gives. */
export function countOf(cell: Cell | undefined): number {
  const count = numberOf(cell);
  if (count === null) throw new Error("The server's answer lacks a count.");
  return count;
}

/** What copying a cell takes along: the whole value. */
export function wholeText(cell: Cell | undefined): string {
  if (isBytes(cell)) return cell.encoded;
  return cell === null || cell === undefined ? "" : String(cell);
}
