// Fields of JSON objects as Go writes them: int64 as a number or a string, empty strings for what is unknown.

import { type JsonNode, parseJson } from "../../base/json.ts";
import { readTime, timeFromEpochMs } from "../../base/time.ts";

const INT64 = /^-?\d{1,19}$/;
const INT64_MINIMUM = -(2n ** 63n);
const INT64_MAXIMUM = 2n ** 63n - 1n;

/** The text of a member that is a string and not empty. */
export function textField(node: JsonNode | undefined, ...keys: readonly string[]): string | null {
  for (const key of keys) {
    const text = node?.get(key)?.string();
    if (text !== undefined && text !== null && text !== "") return text;
  }
  return null;
}

/** The exact integer of the first member that has one, written as a number or (protojson) as a string. */
export function int64Field(node: JsonNode | undefined, ...keys: readonly string[]): number | bigint | null {
  for (const key of keys) {
    const value = int64(node?.get(key));
    if (value !== null) return value;
  }
  return null;
}

/** A number of any kind, for columns that are REAL. */
export function realField(node: JsonNode | undefined, ...keys: readonly string[]): number | null {
  for (const key of keys) {
    const member = node?.get(key);
    const value = member?.number() ?? int64(member);
    if (value !== null) return Number(value);
  }
  return null;
}

/** The member exactly as it is written; null if it is absent or null. */
export function rawField(node: JsonNode | undefined, key: string): string | null {
  const member = node?.get(key);
  return member === undefined || member.kind === "null" ? null : member.raw;
}

/** As `rawField`, but of a string that holds a JSON object or array, what it holds: tools write their results so. */
export function embeddedJsonField(node: JsonNode | undefined, key: string): string | null {
  const text = node?.get(key)?.string() ?? null;
  if (text === null) return rawField(node, key);
  const inner = parseJson(text);
  const isContainer = inner.ok && inner.strict && (inner.node.kind === "object" || inner.node.kind === "array");
  return isContainer ? text : rawField(node, key);
}

/** UTC text of a member in epoch milliseconds; null for 0, which is Go's unset value. */
export function epochMsField(node: JsonNode | undefined, ...keys: readonly string[]): string | null {
  return timeOfEpochMs(int64Field(node, ...keys));
}

/** As `epochMsField`, for a value at hand. */
export function timeOfEpochMs(milliseconds: number | bigint | null): string | null {
  return milliseconds === null || BigInt(milliseconds) === 0n ? null : timeFromEpochMs(milliseconds);
}

export interface TimeColumns {
  readonly timestamp: string | null;
  readonly time_assumed: 0 | 1;
}

/** The columns of a time that is written as text. */
export function timeColumns(text: string | null): TimeColumns {
  const time = text === null ? null : readTime(text);
  return { timestamp: time?.utc ?? null, time_assumed: time?.zone === "assumed" ? 1 : 0 };
}

function int64(node: JsonNode | undefined): number | bigint | null {
  if (node === undefined) return null;
  if (node.kind === "number") return node.integer();
  const text = node.string();
  if (text === null || !INT64.test(text)) return null;
  const value = BigInt(text);
  if (value < INT64_MINIMUM || value > INT64_MAXIMUM) return null;
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

/** All members but these as one JSON object, each value as written; null when there is none. */
export function otherMembers(node: JsonNode, known: readonly string[]): string | null {
  const members = node.members().filter((member) => !known.includes(member.key));
  if (members.length === 0) return null;
  return `{${members.map(({ key, value }) => `${JSON.stringify(key)}:${value.raw}`).join(",")}}`;
}
