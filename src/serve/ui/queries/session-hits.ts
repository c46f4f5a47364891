// Words found in a session.

import type { SearchResults, SnippetPart } from "../../api/types.ts";
import { endpoint } from "../api/client.ts";
import type { Loading } from "../state/answer.ts";
import type { StepKind } from "./steps.ts";

export interface Hit {
  /** As a step's. */
  readonly key: string;
  readonly kind: StepKind;
  readonly at: string | null;
  readonly name: string | null;
  readonly snippet: readonly SnippetPart[];
}

export interface Hits {
  readonly hits: readonly Hit[];
  readonly isCut: boolean;
  readonly scope: SearchResults["scope"];
}

const kinds: Readonly<Record<string, StepKind>> = {
  messages: "message",
  tool_calls: "tool",
  tool_invocations: "tool",
  prompt_events: "prompt",
  events: "event",
  errors: "error",
  logs: "log",
};

export function sessionHits(bundle: string, session: string, words: string): Loading<Hits> {
  return {
    key: `hits ${bundle} ${session} ${words}`,
    load: async (signal) => {
      const given = { q: words, session, logs: "on" };
      const { hits, logs, truncated, scope } = await endpoint<SearchResults>(bundle, "search", given, signal);
      const shown = [...hits, ...(logs?.hits ?? [])].flatMap(({ table, id, timestamp, name, snippet }): Hit[] => {
        const kind = kinds[table];
        // Files and documents are no steps.
        return kind === undefined ? [] : [{ key: `${table}:${id}`, kind, at: timestamp, name, snippet }];
      });
      const inTime = shown.sort((a, b) => ((a.at ?? "~") < (b.at ?? "~") ? -1 : 1));
      return { hits: inTime, isCut: truncated, scope };
    },
  };
}
