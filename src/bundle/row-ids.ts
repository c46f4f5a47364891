// How rows of facts are numbered: those of one source are neighbours, so that a merge renumbers by arithmetic.

/** A row's id is `source_id * idStride + n`, where it is the n-th that its source gives to the table. */
export const idStride = 2 ** 32;

/** SQL: the id of the n-th row of a source. */
export function idOf(source: string, n: string): string {
  return `${source} * ${idStride} + ${n}`;
}

/** SQL: the n of row `row`. */
export function numberOf(row: string): string {
  return `${row}.id - ${row}.source_id * ${idStride}`;
}

/** SQL: whether `id` is that of a row of the source; reads no other part of the table. */
export function isIdOf(id: string, source: string): string {
  return `${id} >= ${source} * ${idStride} AND ${id} < (${source} + 1) * ${idStride}`;
}
