// Conditions with bound values, as the pages' filters need them.

export interface Conditions {
  readonly terms: readonly string[];
  readonly values: Readonly<Record<string, string>>;
}

/** A place of an ordered list whose position is known: the first row at or after a time. */
export interface Anchor {
  readonly start: number;
  /** Null: the very first row. */
  readonly from: string | null;
}

export interface Choice {
  readonly column: string;
  /** The empty text stands for NULL. */
  readonly values: readonly string[];
}

export function conditionsOf(choices: readonly Choice[]): Conditions {
  const terms: string[] = [];
  const values: Record<string, string> = {};
  for (const { column, values: chosen } of choices) {
    if (chosen.length === 0) continue; // nothing chosen: every value passes
    const names = chosen
      .filter((value) => value !== "")
      .map((value, at) => {
        const name = `${column}_${at}`;
        values[name] = value;
        return `:${name}`;
      });
    const parts = names.length === 0 ? [] : [`${column} IN (${names.join(", ")})`];
    if (chosen.includes("")) parts.push(`${column} IS NULL`);
    terms.push(parts.length === 1 ? parts.join("") : `(${parts.join(" OR ")})`);
  }
  return { terms, values };
}

export function whereOf(terms: readonly string[]): string {
  return terms.length === 0 ? "" : ` WHERE ${terms.join(" AND ")}`;
}

/** The last anchor at or before a place. */
export function anchorBefore(anchors: readonly Anchor[], place: number): Anchor {
  let [low, high] = [0, anchors.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((anchors[middle]?.start ?? Number.POSITIVE_INFINITY) <= place) low = middle;
    else high = middle - 1;
  }
  return anchors[low] ?? { start: 0, from: null };
}
