// One stream of all that a session did, in windows: each kind is read from its own index, and the windows are merged.

import { jsonAnswer } from "../http/answers.ts";
import { badRequest } from "../http/failure.ts";
import type { Visit } from "../visit.ts";
import { countFrom } from "./ask.ts";
import { censusOf, placeAtStep, startOf } from "./step-census.ts";
import { inOrder, type Place, placeBefore, placeOf, readPlace } from "./step-places.ts";
import { type Direction, type StepRows, stepRowsOf, stepsFrom } from "./step-windows.ts";
import type { Step, Steps, StepTotal } from "./types.ts";

const mostSteps = 1_000;

/** What of an answer depends on where its window lies. */
interface Window {
  readonly steps: readonly Step[];
  readonly hasNext: boolean;
  readonly hasPrevious: boolean;
  readonly around: number | null;
  readonly start: number | null;
}

export function stepsAnswer(visit: Visit): Promise<Response> {
  return windowAnswer(visit, stepRowsOf(visit));
}

/** Of rows of whatever kinds, by the arguments of `steps.json` that say where the window lies. */
export async function windowAnswer(visit: Visit, kinds: readonly StepRows[]): Promise<Response> {
  const { steps, hasNext, hasPrevious, around, start } = await windowFor(visit, kinds);
  const [first] = steps;
  const total = await totalFor(visit, kinds);
  return jsonAnswer({
    ok: true,
    steps,
    // Of a window that lies beyond all steps, the other end is where they are.
    next: hasNext ? (steps.at(-1)?.token ?? "start") : null,
    previous: hasPrevious ? (steps[0]?.token ?? "end") : null,
    around,
    // Where steps are counted anyway, it costs little to know.
    start:
      start === null && total !== null && first !== undefined ? await startOf(visit, kinds, placeOf(first)) : start,
    total,
  } satisfies Steps);
}

async function windowFor(visit: Visit, kinds: readonly StepRows[]): Promise<Window> {
  const { args } = visit;
  const size = countFrom(visit, "_size", 200, mostSteps);
  const next = args.get("_next") || null;
  const previous = args.get("_previous") || null;
  const around = args.get("around");
  const at = args.get("at");
  if (next !== null) return onward(visit, kinds, next === "start" ? null : await readPlace(visit, next), size);
  if (previous !== null) return back(visit, kinds, previous === "end" ? null : await readPlace(visit, previous), size);
  if (around !== null) return onBothSides(visit, kinds, await readPlace(visit, around), size);
  if (at !== null) return onward(visit, kinds, placeBefore(at), size);
  const start = await startFrom(visit, kinds);
  if (start === null || start === 0) return { ...(await onward(visit, kinds, null, size)), start: 0 };
  return { ...(await onward(visit, kinds, await placeAtStep(visit, kinds, start), size)), start };
}

async function onward(visit: Visit, kinds: readonly StepRows[], place: Place | null, size: number): Promise<Window> {
  const { steps, hasMore } = await oneWay(visit, kinds, place, "forward", size);
  return { steps, hasNext: hasMore, hasPrevious: place !== null, around: null, start: null };
}

async function back(visit: Visit, kinds: readonly StepRows[], place: Place | null, size: number): Promise<Window> {
  const { steps, hasMore } = await oneWay(visit, kinds, place, "backward", size);
  return { steps, hasNext: place !== null, hasPrevious: hasMore, around: null, start: null };
}

async function onBothSides(visit: Visit, kinds: readonly StepRows[], place: Place, size: number): Promise<Window> {
  const before = await oneWay(visit, kinds, place, "backward", Math.floor(size / 2));
  const itself = { ...place, id: place.id - 1n };
  const behind = await oneWay(visit, kinds, itself, "forward", size - before.steps.length);
  const steps = [...before.steps, ...behind.steps];
  const found = steps.findIndex((step) => inOrder(placeOf(step), place) >= 0);
  const around = found < 0 ? null : found;
  return { steps, hasNext: behind.hasMore, hasPrevious: before.hasMore, around, start: null };
}

async function oneWay(
  visit: Visit,
  kinds: readonly StepRows[],
  place: Place | null,
  direction: Direction,
  size: number,
): Promise<{ readonly steps: readonly Step[]; readonly hasMore: boolean }> {
  const found = await stepsFrom(visit, kinds, place, direction, size + 1);
  const hasMore = found.length > size;
  if (!hasMore) return { steps: found, hasMore };
  return { steps: direction === "forward" ? found.slice(0, size) : found.slice(-size), hasMore };
}

/** Null: the address names none. */
async function startFrom(visit: Visit, kinds: readonly StepRows[]): Promise<number | null> {
  const start = visit.args.get("start");
  if (start !== null) {
    if (!/^\d{1,12}$/.test(start)) throw badRequest("start is a number of steps, from 0.");
    return Number(start);
  }
  const fraction = visit.args.get("fraction");
  if (fraction === null) return null;
  const part = Number(fraction);
  if (fraction.trim() === "" || !(part >= 0 && part <= 1)) throw badRequest("fraction is a number from 0 to 1.");
  const { total } = await censusOf(visit, kinds);
  return Math.min(Math.floor(part * total.count), Math.max(0, total.count - 1));
}

async function totalFor(visit: Visit, kinds: readonly StepRows[]): Promise<StepTotal | null> {
  const { args } = visit;
  if (!args.isOn("_total") && !args.has("start") && !args.has("fraction")) return null;
  return (await censusOf(visit, kinds)).total;
}
