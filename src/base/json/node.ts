// A value inside a checked JSON text: a view that reads its children and its value when asked.

import { exactInteger } from "./integer.ts";
import { plainValue } from "./plain.ts";
import { isNonfinite, scalarEnd } from "./scan.ts";
import { skipSpace, stringEnd } from "./tokens.ts";
import { wellFormed } from "./well-formed.ts";

/** `nonfinite` is NaN, Infinity or -Infinity, which are no JSON. */
export type JsonKind = "object" | "array" | "string" | "number" | "boolean" | "null" | "nonfinite";

export interface JsonMember {
  /** Decoded as `JsonNode.string()` does. */
  readonly key: string;
  readonly value: JsonNode;
}

/** Up to this many members are searched one by one. */
const FEW_MEMBERS = 12;

export class JsonNode {
  #children: readonly JsonNode[] | undefined;
  #members: readonly JsonMember[] | undefined;
  #index: ReadonlyMap<string, JsonNode> | undefined;

  private constructor(
    private readonly text: string,
    readonly kind: JsonKind,
    /** Where the value begins in the text, in UTF-16 units. */
    readonly start: number,
    /** Where it ends. */
    readonly end: number,
    private readonly containers: readonly number[],
    /** Of an object or an array: its number among the containers of the text. */
    private readonly container: number,
  ) {}

  /** The node of a whole text that `scanJson` has accepted; use `parseJson`. */
  static root(text: string, start: number, end: number, containers: readonly number[]): JsonNode {
    return new JsonNode(text, kindAt(text, start), start, end, containers, 0);
  }

  /** The value exactly as it is written in the text. */
  get raw(): string {
    return this.text.slice(this.start, this.end);
  }

  /** The value of a key, the last one if the key occurs twice (as `JSON.parse` has it); undefined if absent or if this is no object. */
  get(key: string): JsonNode | undefined {
    const members = this.members();
    if (members.length > FEW_MEMBERS) {
      this.#index ??= new Map(members.map((member) => [member.key, member.value]));
      return this.#index.get(key);
    }
    for (let at = members.length - 1; at >= 0; at -= 1) {
      if (members[at]?.key === key) return members[at]?.value;
    }
    return undefined;
  }

  /** All members in order, repeated keys included; none if this is no object. */
  members(): readonly JsonMember[] {
    this.#members ??= this.kind === "object" ? this.#readMembers() : [];
    return this.#members;
  }

  /** The items in order; none if this is no array. */
  items(): readonly JsonNode[] {
    this.#children ??= this.kind === "array" ? this.#readItems() : [];
    return this.#children;
  }

  /** The decoded text of a string, else null. A lone surrogate stays as its escape (`\ud83d`), since UTF-8 has none. */
  string(): string | null {
    return this.kind === "string" ? decodeString(this.text, this.start, this.end) : null;
  }

  /**
   * The exact integer, a bigint beyond ±(2^53 - 1); null if this is no number, has a fraction, or lies outside int64.
   * `12.0` is the integer 12.
   */
  integer(): number | bigint | null {
    return this.kind === "number" ? exactInteger(this.raw) : null;
  }

  /** The nearest double; null if this is no number or too large for one (`1e400`). Use `integer()` or `raw` where digits matter. */
  number(): number | null {
    if (this.kind !== "number") return null;
    const value = Number(this.raw);
    return Number.isFinite(value) ? value : null;
  }

  boolean(): boolean | null {
    return this.kind === "boolean" ? this.end - this.start === "true".length : null;
  }

  /**
   * The value as `JSON.parse` gives it, to check its shape: numbers beyond 2^53 are rounded, the last of repeated keys wins, NaN is null,
   * lone surrogates are as they are. What is stored comes from `raw` and the methods above.
   */
  plain(): unknown {
    return plainValue(this.raw);
  }

  #readMembers(): JsonMember[] {
    const members: JsonMember[] = [];
    let container = this.container + 1;
    let at = skipSpace(this.text, this.start + 1);
    while (at < this.end - 1) {
      const keyEnd = stringEnd(this.text, at);
      const key = decodeString(this.text, at, keyEnd);
      const colon = skipSpace(this.text, keyEnd);
      const value = this.#child(skipSpace(this.text, colon + 1), container);
      members.push({ key, value });
      container = this.#containerAfter(value, container);
      at = this.#next(value);
    }
    return members;
  }

  #readItems(): JsonNode[] {
    const items: JsonNode[] = [];
    let container = this.container + 1;
    let at = skipSpace(this.text, this.start + 1);
    while (at < this.end - 1) {
      const item = this.#child(at, container);
      items.push(item);
      container = this.#containerAfter(item, container);
      at = this.#next(item);
    }
    return items;
  }

  #child(start: number, container: number): JsonNode {
    const kind = kindAt(this.text, start);
    const end =
      kind === "object" || kind === "array"
        ? (this.containers[2 * container] ?? start)
        : scalarEnd(this.text, start, this.text.charCodeAt(start));
    return new JsonNode(this.text, kind, start, end, this.containers, container);
  }

  #containerAfter(child: JsonNode, container: number): number {
    const isContainer = child.kind === "object" || child.kind === "array";
    return isContainer ? (this.containers[2 * container + 1] ?? container) : container;
  }

  /** Where the child after this one begins, past the comma; or the end of the container. */
  #next(child: JsonNode): number {
    const comma = skipSpace(this.text, child.end);
    return comma < this.end - 1 ? skipSpace(this.text, comma + 1) : comma;
  }
}

function kindAt(text: string, at: number): JsonKind {
  const code = text.charCodeAt(at);
  switch (code) {
    case 0x7b:
      return "object";
    case 0x5b:
      return "array";
    case 0x22:
      return "string";
    case 0x74:
    case 0x66:
      return "boolean";
    case 0x6e:
      return "null";
    default:
      return isNonfinite(text, at, code) ? "nonfinite" : "number";
  }
}

/** The value of the string token at `start`, which is known to be right. */
function decodeString(text: string, start: number, end: number): string {
  const body = text.slice(start + 1, end - 1);
  return wellFormed(body.includes("\\") ? String(JSON.parse(text.slice(start, end))) : body);
}
