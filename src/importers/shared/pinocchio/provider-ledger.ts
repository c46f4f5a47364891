// Joins what records say of one call of a model into one `executed` row of prompt_events.

import type { JsonNode } from "../../../base/json.ts";
import type { At, BundleWriter, Row } from "../../../bundle/writer.ts";
import { int64Field } from "../json-fields.ts";

/** What one record says of a call; what it leaves out stays as it was. */
export type ProviderCallFacts = Omit<Row<"prompt_events">, "event_type" | "usage"> & {
  readonly usageNode?: JsonNode | undefined;
};

interface Call {
  facts: ProviderCallFacts;
  readonly into: BundleWriter;
  readonly at: At;
}

/** Usage is never added up: the last object that a call states is its usage, whole. */
export class ProviderLedger {
  readonly #calls = new Map<string, Call>();

  tell(key: string, facts: ProviderCallFacts, into: BundleWriter, at: At): void {
    const call = this.#calls.get(key);
    if (call === undefined) this.#calls.set(key, { facts: stated(facts), into, at });
    else call.facts = { ...call.facts, ...stated(facts) };
  }

  has(key: string): boolean {
    return this.#calls.has(key);
  }

  /** Writes all calls in the order in which they were first told of. */
  write(): void {
    for (const { facts, into, at } of this.#calls.values()) {
      const { usageNode, ...columns } = facts;
      into.promptEvent({ ...columns, ...usageColumns(usageNode), event_type: "executed" }, at);
    }
    this.#calls.clear();
  }
}

/** The facts without those that are unknown, so that they do not wipe out known ones. */
function stated(facts: ProviderCallFacts): ProviderCallFacts {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null && value !== undefined));
}

/**
 * Token columns of a geppetto usage object, in snake_case or camelCase.
 *
 * `cached_tokens` (OpenAI) is part of `input_tokens`; `cache_read_input_tokens` and `cache_creation_input_tokens` (Anthropic) are not, so
 * that `input_tokens` of the row is their sum.
 */
export function usageColumns(usage: JsonNode | undefined): Row<"prompt_events"> & { readonly usage?: string } {
  if (usage === undefined || usage.kind !== "object") return {};
  const input = int64Field(usage, "input_tokens", "inputTokens");
  const cacheRead = int64Field(usage, "cache_read_input_tokens", "cacheReadInputTokens");
  const cacheWrite = int64Field(usage, "cache_creation_input_tokens", "cacheCreationInputTokens");
  return {
    input_tokens: input === null ? null : BigInt(input) + BigInt(cacheRead ?? 0) + BigInt(cacheWrite ?? 0),
    output_tokens: int64Field(usage, "output_tokens", "outputTokens"),
    total_tokens: int64Field(usage, "total_tokens", "totalTokens"),
    cache_read_tokens: cacheRead ?? int64Field(usage, "cached_tokens", "cachedTokens"),
    cache_write_tokens: cacheWrite,
    reasoning_tokens: int64Field(usage, "reasoning_tokens", "reasoningTokens"),
    usage: usage.raw,
  };
}
