// Two texts as a unified diff: the shortest way from one to the other in whole lines (Myers, "An O(ND) Difference Algorithm", 1986).

interface Line {
  readonly sign: " " | "-" | "+";
  readonly text: string;
  /** Lines of each text that stand before this one. */
  readonly before: readonly [old: number, next: number];
}

const around = 3;
/** More lines than these taken and added: such texts have nothing in common worth showing. */
const mostChanges = 800;

export interface TextDiff {
  /** Empty where the texts are equal; null where they are too different. */
  readonly text: string | null;
  readonly added: number;
  readonly removed: number;
}

export function lineDiff(old: string, next: string): TextDiff {
  const [from, to] = [old.split("\n"), next.split("\n")];
  const trace = traceOf(from, to);
  if (trace === null) return { text: null, added: to.length, removed: from.length };
  const lines = linesOf(trace, from, to);
  const count = (sign: Line["sign"]) => lines.filter((line) => line.sign === sign).length;
  return { text: hunksOf(lines).join("\n"), added: count("+"), removed: count("-") };
}

/** How far each diagonal comes after 0, 1, 2 … changes. */
function traceOf(from: readonly string[], to: readonly string[]): Map<number, number>[] | null {
  const furthest = new Map<number, number>([[1, 0]]);
  const trace: Map<number, number>[] = [];
  for (let changes = 0; changes <= Math.min(from.length + to.length, mostChanges); changes += 1) {
    trace.push(new Map(furthest));
    for (let diagonal = -changes; diagonal <= changes; diagonal += 2) {
      const [below, above] = [furthest.get(diagonal - 1) ?? -1, furthest.get(diagonal + 1) ?? -1];
      let x = diagonal === -changes || (diagonal !== changes && below < above) ? above : below + 1;
      while (x < from.length && x - diagonal < to.length && from[x] === to[x - diagonal]) x += 1;
      furthest.set(diagonal, x);
      if (x >= from.length && x - diagonal >= to.length) return trace;
    }
  }
  return null;
}

/** The way back from the ends of both texts. */
function linesOf(
  trace: readonly ReadonlyMap<number, number>[],
  from: readonly string[],
  to: readonly string[],
): Line[] {
  const lines: Line[] = [];
  let [x, y] = [from.length, to.length];
  for (let changes = trace.length - 1; changes >= 0; changes -= 1) {
    const furthest = trace[changes] ?? new Map<number, number>();
    const diagonal = x - y;
    const [below, above] = [furthest.get(diagonal - 1) ?? -1, furthest.get(diagonal + 1) ?? -1];
    const isAdded = diagonal === -changes || (diagonal !== changes && below < above);
    const startX = changes === 0 ? 0 : isAdded ? above : below;
    const startY = changes === 0 ? 0 : startX - (isAdded ? diagonal + 1 : diagonal - 1);
    while (x > startX && y > startY) {
      x -= 1;
      y -= 1;
      lines.push({ sign: " ", text: from[x] ?? "", before: [x, y] });
    }
    if (changes > 0 && isAdded) lines.push({ sign: "+", text: to[startY] ?? "", before: [startX, startY] });
    if (changes > 0 && !isAdded) lines.push({ sign: "-", text: from[startX] ?? "", before: [startX, startY] });
    [x, y] = [startX, startY];
  }
  return lines.reverse();
}

/** Changes with the lines around them; what lies further off is left out. */
function hunksOf(lines: readonly Line[]): string[] {
  const near = lines.map(() => false);
  for (const [at, { sign }] of lines.entries()) {
    if (sign === " ") continue; // equal lines are shown only beside changes
    for (let place = Math.max(0, at - around); place <= Math.min(lines.length - 1, at + around); place += 1) {
      near[place] = true;
    }
  }
  const hunks: string[] = [];
  for (let begin = near.indexOf(true); begin >= 0; ) {
    const stop = near.indexOf(false, begin);
    const end = stop < 0 ? lines.length : stop;
    const part = lines.slice(begin, end);
    const [old, next] = part[0]?.before ?? [0, 0];
    const [taken, given] = [
      part.filter(({ sign }) => sign !== "+").length,
      part.filter(({ sign }) => sign !== "-").length,
    ];
    hunks.push(`@@ -${old + 1},${taken} +${next + 1},${given} @@`, ...part.map(({ sign, text }) => sign + text));
    begin = near.indexOf(true, end);
  }
  return hunks;
}
