// What happened in a session, step by step: which steps are wanted, windows of them, and the way from one to the next.

import type * as Served from "../../api/types.ts";
import { type StepKind, type Steps, stepKinds } from "../../api/types.ts";
import { endpoint } from "../api/client.ts";
import { instant } from "../format/times.ts";
import type { Loading } from "../state/answer.ts";
import type { Query } from "../state/place.ts";
import type { Wish } from "../state/windows.ts";

export { type StepKind, stepKinds };

export interface Step {
  /** As addresses name it: `TABLE:ID`. */
  readonly key: string;
  readonly table: string;
  readonly id: string;
  readonly token: string;
  readonly kind: StepKind;
  readonly at: string | null;
  readonly ms: number | null;
  readonly name: string | null;
  readonly preview: string | null;
  readonly outcome: string | null;
  readonly isFailed: boolean;
  readonly durationMs: number | null;
  readonly tokens: number | null;
}

export interface StepsWanted {
  readonly session: string;
  readonly hidden: readonly StepKind[];
  readonly failuresOnly: boolean;
  /** Also the log records below WARNING. */
  readonly allLogs: boolean;
}

function argumentsOf({ session, hidden, failuresOnly, allLogs }: StepsWanted): Query {
  const shown = stepKinds.filter((kind) => !hidden.includes(kind));
  return {
    session,
    kinds: hidden.length === 0 ? undefined : shown.length === 0 ? "none" : shown.join(","),
    logs: hidden.includes("log") ? undefined : allLogs ? "debug" : "warning",
    failed: failuresOnly ? "on" : undefined,
  };
}

export async function stepWindow(
  bundle: string,
  wanted: StepsWanted,
  { start, size, after, before }: Wish<Step>,
): Promise<readonly Step[]> {
  if (wanted.hidden.length === stepKinds.length) return [];
  const given = { ...argumentsOf(wanted), _size: String(size) };
  const answer = await endpoint<Steps>(bundle, "steps", { ...given, ...placeOf(start, after, before) });
  return answer.steps.map(stepOf);
}

function placeOf(start: number, after: Step | undefined, before: Step | undefined): Query {
  if (after !== undefined) return { _next: after.token };
  if (before !== undefined) return { _previous: before.token };
  return start === 0 ? {} : { start: String(start) };
}

export interface StepTotal {
  readonly count: number;
  readonly isExact: boolean;
}

export function stepTotal(bundle: string, wanted: StepsWanted): Loading<StepTotal> {
  return {
    key: `step total ${bundle} ${JSON.stringify(wanted)}`,
    load: async (signal) => {
      if (wanted.hidden.length === stepKinds.length) return { count: 0, isExact: true };
      const given = { ...argumentsOf(wanted), _size: "1", _total: "on" };
      const { total } = await endpoint<Steps>(bundle, "steps", given, signal);
      if (total === null) throw new Error("The server did not count the steps.");
      return { count: total.count, isExact: total.is_exact };
    },
  };
}

/** The place of a step in the list; of one that is left out, of the next behind it. */
export function stepPlace(bundle: string, wanted: StepsWanted, key: string): Loading<number | null> {
  return {
    key: `step place ${bundle} ${JSON.stringify(wanted)} ${key}`,
    load: async (signal) => {
      const given = { ...argumentsOf(wanted), _size: "2", _total: "on", around: key };
      const { start, around } = await endpoint<Steps>(bundle, "steps", given, signal);
      return start === null ? null : start + (around ?? 0);
    },
  };
}

/** The place of the first step at or behind a time. */
export async function placeAt(bundle: string, wanted: StepsWanted, time: string): Promise<number | null> {
  const given = { ...argumentsOf(wanted), _size: "1", _total: "on", at: time };
  return (await endpoint<Steps>(bundle, "steps", given)).start;
}

export type Goal = "any" | "failure" | "tool";

/** The next (1) or previous (-1) step of a kind, seen from a step, or from the beginning or the end. */
export async function neighbourStep(
  bundle: string,
  wanted: StepsWanted,
  from: string | null,
  goal: Goal,
  direction: 1 | -1,
): Promise<Step | null> {
  const given = argumentsOf({ ...wanted, failuresOnly: wanted.failuresOnly || goal === "failure" });
  const kinds = goal === "tool" ? { kinds: "tool", logs: undefined } : {};
  const place = direction === 1 ? (from === null ? {} : { _next: from }) : { _previous: from ?? "end" };
  const { steps } = await endpoint<Steps>(bundle, "steps", { ...given, ...kinds, ...place, _size: "1" });
  const [step] = steps;
  return step === undefined ? null : stepOf(step);
}

function stepOf(step: Served.Step): Step {
  const { kind, table, token, timestamp, name, outcome, is_failed, duration_ms, input_tokens, output_tokens } = step;
  const id = String(step.id);
  return {
    key: `${table}:${id}`,
    table,
    id,
    token,
    kind,
    at: timestamp,
    ms: instant(timestamp),
    name,
    preview: previewOf(step),
    outcome,
    isFailed: is_failed,
    durationMs: duration_ms,
    tokens: input_tokens === null && output_tokens === null ? null : (input_tokens ?? 0) + (output_tokens ?? 0),
  };
}

/** What came back says more of a failure and of an answer; of a call what was asked for. */
function previewOf({ kind, text, result, is_failed }: Served.Step): string | null {
  return kind === "answer" || is_failed ? (result ?? text) : text;
}
