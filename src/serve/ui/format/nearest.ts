// Names that a mistyped one was perhaps meant to be.

/** The few nearest, the nearest first; none where all of them are far. */
export function nearest(word: string, names: Iterable<string>): readonly string[] {
  const wanted = word.toLowerCase();
  const most = Math.max(1, Math.floor(wanted.length / 3));
  const near = [...new Set(names)].flatMap((name) => {
    const other = name.toLowerCase();
    const isPart = wanted.length > 2 && (other.startsWith(wanted) || wanted.startsWith(other));
    const steps = distance(wanted, other);
    return steps <= most || isPart ? [{ name, steps: Math.min(steps, isPart ? most : steps) }] : [];
  });
  return near
    .sort((a, b) => a.steps - b.steps)
    .slice(0, 3)
    .map(({ name }) => name);
}

/** How many letters must be put in, taken out or changed (Levenshtein). */
function distance(one: string, other: string): number {
  let before = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let row = 1; row <= one.length; row += 1) {
    const now = [row];
    for (let at = 1; at <= other.length; at += 1) {
      const change = (before[at - 1] ?? 0) + (one[row - 1] === other[at - 1] ? 0 : 1);
      now.push(Math.min(change, (before[at] ?? 0) + 1, (now[at - 1] ?? 0) + 1));
    }
    before = now;
  }
  return before.at(-1) ?? 0;
}
