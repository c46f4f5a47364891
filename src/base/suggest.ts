// Finds what somebody meant to type.

/** The nearest of the words, or null when none is near. */
export function nearest(typed: string, words: Iterable<string>): string | null {
  let best: string | null = null;
  let bestDistance = typed.length <= 3 ? 2 : 3;
  for (const word of words) {
    const begins = typed.length >= 3 && word.startsWith(typed);
    const distance = begins ? 1 : editDistance(typed, word);
    if (distance < bestDistance) {
      best = word;
      bestDistance = distance;
    }
  }
  return best;
}

/** ` Did you mean …?`, or nothing. */
export function didYouMean(typed: string, words: Iterable<string>, prefix = ""): string {
  const word = nearest(typed, words);
  return word === null ? "" : ` Did you mean ${prefix}${word}?`;
}

/** Damerau-Levenshtein (restricted): letters added, left out, changed, or two of them swapped. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + changed);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) cost = Math.min(cost, at(beforeLast, j - 2) + 1);
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
