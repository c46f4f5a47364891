// Call ids that a debug bundle states in its transcript only: tools that WINK bridges are recorded without one.

import { type JsonNode, parseJson } from "../../../base/json.ts";

/** A call that the transcript shows from its use to its result. */
export interface ShownCall {
  readonly callId: string;
  readonly name: string | null;
  /** JSON as written. */
  readonly params: string | null;
  /** UTC times of its use and its result. */
  readonly from: string | null;
  readonly to: string | null;
}

export class CallIds {
  readonly #byName: ReadonlyMap<string | null, readonly ShownCall[]>;

  constructor(calls: readonly ShownCall[]) {
    this.#byName = Map.groupBy(calls, (call) => call.name);
  }

  /** The id of the only shown call of this tool during which the event was recorded; of several, the only one with its parameters. */
  find(name: string | null, recordedAt: string | null, params: JsonNode | undefined): string | null {
    if (name === null || recordedAt === null) return null;
    const during = (this.#byName.get(name) ?? []).filter(({ from, to }) => isWithin(recordedAt, from, to));
    if (during.length < 2) return during[0]?.callId ?? null;
    const wanted = params === undefined ? null : canonical(params);
    const same = during.filter((call) => canonicalText(call.params) === wanted);
    return same.length === 1 ? (same[0]?.callId ?? null) : null;
  }
}

function isWithin(time: string, from: string | null, to: string | null): boolean {
  return from !== null && to !== null && from <= time && time <= to;
}

/** Some providers write arguments as a string that holds JSON. */
function canonicalText(json: string | null): string | null {
  const result = json === null ? null : parseJson(json);
  if (result?.ok !== true) return null;
  const inner = result.node.string();
  const held = inner === null ? null : parseJson(inner);
  return canonical(held?.ok === true ? held.node : result.node);
}

/** Equal for equal values, however they are written. */
function canonical(node: JsonNode): string {
  if (node.kind === "array") return `[${node.items().map(canonical).join(",")}]`;
  if (node.kind === "string") return JSON.stringify(node.string());
  if (node.kind !== "object") return String(node.number() ?? node.raw);
  const members = node.members().map(({ key, value }) => `${JSON.stringify(key)}:${canonical(value)}`);
  return `{${members.sort().join(",")}}`;
}
