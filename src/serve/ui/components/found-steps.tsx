// Steps of a session that hold some words, as the bundle's index finds them.

import type { SnippetPart } from "../../api/types.ts";
import { counted } from "../format/amounts.ts";
import { sessionHits } from "../queries/session-hits.ts";
import { useAnswer } from "../state/answer.ts";
import { withArguments } from "../state/location.ts";
import { pageHref } from "../state/place.ts";
import { Empty, With } from "./notice.tsx";
import type { StepsViewProps } from "./step-list.tsx";
import { Time } from "./values.tsx";

export function FoundSteps({ bundle, wanted, choice }: StepsViewProps) {
  const found = useAnswer(sessionHits(bundle, wanted.session, choice.words));
  return (
    <With of={found} wait="Searching">
      {({ hits, isCut, scope }) =>
        hits.length === 0 ? (
          <Empty>
            <p>
              {scope === "none"
                ? "This bundle was made without a search index."
                : `No prompt, answer, message, tool call or warning of this session has the words “${choice.words}”.`}{" "}
              Look <a href={pageHref(bundle, "logs", { session_id: wanted.session, q: choice.words })}>in its logs</a>,
              or <a href={withArguments({ q: null })}>show all steps</a>.
            </p>
          </Empty>
        ) : (
          <div class={found.isStale ? "found stale" : "found"}>
            <p class="found-head">
              {isCut ? `The first ${counted(hits.length, "place")}` : counted(hits.length, "place")} in the order of
              time. {choice.at !== null && <a href={withArguments({ q: null })}>Show the open one among all steps</a>}
            </p>
            {hits.map(({ key, kind, at, name, snippet }) => (
              <a
                key={key}
                class="row step"
                href={withArguments({ at: key })}
                aria-current={key === choice.at ? "true" : undefined}
              >
                <Time at={at} />
                <span class={`kind kind-${kind}`}>{kind}</span>
                <span class="step-name">{name}</span>
                <span class="step-preview">
                  {fromMatch(snippet).map(({ text, is_match }, place) =>
                    is_match ? <mark key={place}>{text}</mark> : text,
                  )}
                </span>
              </a>
            ))}
          </div>
        )
      }
    </With>
  );
}

/** A line is short: what was found has to stand at its beginning, with a few words before it. */
const charactersBefore = 18;

function fromMatch(snippet: readonly SnippetPart[]): readonly SnippetPart[] {
  const match = snippet.findIndex(({ is_match }) => is_match);
  if (match < 0) return snippet;
  const before = snippet
    .slice(0, match)
    .map(({ text }) => text)
    .join("");
  const shown = before.length > charactersBefore ? `…${before.slice(-charactersBefore)}` : before;
  return [{ text: shown, is_match: false }, ...snippet.slice(match)];
}
