// The members of one JSON record, as the format has them; a member of another type is said as an issue and its text kept.

import type { JsonNode } from "../../../base/json.ts";
import { readTime } from "../../../base/time.ts";
import type { At, BundleWriter } from "../../../bundle/writer.ts";

export interface StatedTime {
  /** UTC; null when the record states no time that can be read. */
  readonly utc: string | null;
  /** 1: the text named no zone and was read as UTC. */
  readonly assumed: 0 | 1;
}

const NO_TIME: StatedTime = { utc: null, assumed: 0 };

/** Null of any reading: absent, JSON's null, or (with an issue) of another type. */
export class StatedMembers {
  constructor(
    private readonly record: JsonNode,
    private readonly importer: string,
    private readonly into: BundleWriter,
    private readonly at: At = {},
  ) {}

  /** A value that is no string gives its JSON text. */
  text(key: string): string | null {
    const value = this.#stated(key);
    if (value === null) return null;
    if (value.kind !== "string") this.#unexpected(key, "a string", value);
    return value.string() ?? value.raw;
  }

  boolean(key: string): boolean | null {
    return this.#typed(key, "true or false", (value) => value.boolean());
  }

  integer(key: string): number | bigint | null {
    return this.#typed(key, "an integer", (value) => value.integer());
  }

  time(key: string): StatedTime {
    const text = this.#typed(key, "a time", (value) => value.string());
    if (text === null) return NO_TIME;
    const time = readTime(text);
    if (time !== null) return { utc: time.utc, assumed: time.zone === "assumed" ? 1 : 0 };
    this.into.issue(
      {
        severity: "warning",
        code: `${this.importer}.bad-time`,
        message: `"${key}" states no readable time.`,
        raw: text,
      },
      this.at,
    );
    return NO_TIME;
  }

  items(key: string): readonly JsonNode[] {
    return this.#typed(key, "an array", (value) => (value.kind === "array" ? value.items() : null)) ?? [];
  }

  /** The members of these keys as one JSON object, each value as written; null when there is none. */
  only(keys: readonly string[]): string | null {
    return asObject(this.record, (key) => keys.includes(key));
  }

  /** All other members, likewise. */
  except(keys: readonly string[]): string | null {
    return asObject(this.record, (key) => !keys.includes(key));
  }

  #stated(key: string): JsonNode | null {
    const value = this.record.get(key);
    return value === undefined || value.kind === "null" ? null : value;
  }

  #typed<T>(key: string, wanted: string, read: (value: JsonNode) => T | null): T | null {
    const value = this.#stated(key);
    if (value === null) return null;
    const result = read(value);
    if (result === null) this.#unexpected(key, wanted, value);
    return result;
  }

  #unexpected(key: string, wanted: string, value: JsonNode): void {
    this.into.issue(
      {
        severity: "warning",
        code: `${this.importer}.unexpected-type`,
        message: `"${key}" is ${value.kind === "array" || value.kind === "object" ? "an" : "a"} ${value.kind}; ${wanted} was expected.`,
        raw: value.raw,
      },
      this.at,
    );
  }
}

function asObject(record: JsonNode, wanted: (key: string) => boolean): string | null {
  const members = record.members().filter((member) => wanted(member.key));
  if (members.length === 0) return null;
  return `{${members.map(({ key, value }) => `${JSON.stringify(key)}: ${value.raw}`).join(", ")}}`;
}
