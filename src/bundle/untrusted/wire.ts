// Values of SQLite as JSON between the two processes: what JSON cannot say is an object of one key.
// The parent trusts none of it: a broken child must not break the program.

import type { SqlParameters, SqlValue } from "./protocol.ts";

/** `i` an integer beyond 2^53, `r` a real that JSON has not (±Infinity, -0), `b` bytes in base64. */
export type WireValue =
  | null
  | number
  | string
  | { readonly i: string }
  | { readonly r: string }
  | { readonly b: string };

export type WireParameters = readonly WireValue[] | Readonly<Record<string, WireValue>>;

export function toWire(value: SqlValue): WireValue {
  if (typeof value === "bigint") return isExact(value) ? Number(value) : { i: value.toString() };
  if (typeof value === "number")
    return Number.isFinite(value) && !Object.is(value, -0) ? value : { r: realText(value) };
  if (value instanceof Uint8Array) return { b: base64(value) };
  return value;
}

export function fromWire(value: unknown): SqlValue {
  if (value === null || typeof value === "number" || typeof value === "string") return value;
  if (typeof value === "object") {
    if ("i" in value && typeof value.i === "string") return BigInt(value.i);
    if ("r" in value && typeof value.r === "string") return Number(value.r);
    if ("b" in value && typeof value.b === "string") return new Uint8Array(Buffer.from(value.b, "base64"));
  }
  throw new TypeError("The query child sent a value of an unknown kind.");
}

export function parametersToWire(parameters: SqlParameters): WireParameters {
  if (isPositional(parameters)) return parameters.map(toWire);
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, toWire(value)]));
}

export function parametersFromWire(parameters: WireParameters): SqlParameters {
  if (Array.isArray(parameters)) return parameters.map(fromWire);
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, fromWire(value)]));
}

export function isPositional(parameters: SqlParameters): parameters is readonly SqlValue[] {
  return Array.isArray(parameters);
}

/** Bytes as a member of exported JSON, as Datasette writes them. */
export function blobObject(bytes: Uint8Array): string {
  return `{"$base64":true,"encoded":"${base64(bytes)}"}`;
}

export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}

function isExact(value: bigint): boolean {
  return value >= -9007199254740991n && value <= 9007199254740991n;
}

function realText(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}
