// Words in everything that is indexed, the best places first.

import type { SearchHit, SearchResults } from "../../api/types.ts";
import { endpoint } from "../api/client.ts";
import { Empty, With } from "../components/notice.tsx";
import { Panes } from "../components/panes.tsx";
import { Record } from "../components/record.tsx";
import { SearchBox } from "../components/search-box.tsx";
import { shortId, Time } from "../components/values.tsx";
import { counted, exactNumber } from "../format/amounts.ts";
import { readFirst } from "../queries/reading-order.ts";
import { useAnswer } from "../state/answer.ts";
import { useKeys } from "../state/keys.ts";
import { change, parameters, withArguments } from "../state/location.ts";
import { pageHref } from "../state/place.ts";

export function SearchPage({ bundle }: { readonly bundle: string }) {
  const words = parameters.value.get("q") ?? "";
  const chosen = parameters.value.get("at");
  const withLogs = parameters.value.get("logs") === "on";
  const only = parameters.value.get("table");
  const size = parameters.value.get("size") === mostHits ? mostHits : null;
  const given = {
    q: words,
    ...(withLogs ? { logs: "on" } : {}),
    ...(only === null ? {} : { table: only }),
    ...(size === null ? {} : { _size: size }),
  };
  const found = useAnswer(
    words === ""
      ? null
      : {
          key: `search ${bundle} ${JSON.stringify(given)}`,
          load: (signal) => endpoint<SearchResults>(bundle, "search", given, signal),
        },
  );
  const hits = [...(found.value?.hits ?? []), ...(found.value?.logs?.hits ?? [])];
  useHitKeys(hits, chosen);
  const [table = "", id = ""] = chosen?.split(":") ?? [];
  return (
    <Panes
      name="search"
      rightTitle="row"
      narrow={chosen === null ? "middle" : "right"}
      middle={
        <div class="column">
          <div class="toolbar">
            <h1>Search</h1>
            <SearchBox value={words} label="Words to look for" onSearch={(q) => change({ q: q || null, at: null })} />
            {found.value !== undefined && words !== "" && (
              <span class="count">
                {found.value.truncated ? `the best ${counted(hits.length, "place")}` : counted(hits.length, "place")}
              </span>
            )}
            {words !== "" && <Kinds only={only} />}
          </div>
          {words === "" ? (
            <Empty>
              <p>
                Type words: they are looked for in messages, prompts, tool calls, errors, files, documents and warnings.
              </p>
            </Empty>
          ) : (
            <With of={found} wait="Searching">
              {(results) => (
                // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
                <section class="scroll" tabIndex={0} aria-label="Places">
                  {hits.map((hit) => (
                    <Hit key={nameOf(hit)} hit={hit} isChosen={nameOf(hit) === chosen} />
                  ))}
                  {results.truncated && <More isAll={size !== null} />}
                  <Scope bundle={bundle} words={words} only={only} results={results} isEmpty={hits.length === 0} />
                </section>
              )}
            </With>
          )}
        </div>
      }
      right={
        chosen !== null && (
          <div class="detail">
            <p class="detail-head">
              <a href={withArguments({ at: null })} class="back">
                ‹ places
              </a>
              <a href={withArguments({ at: null })} class="wide-back">
                close
              </a>
            </p>
            <Record bundle={bundle} table={table} rowKey={[id]} first={readFirst(table)} />
          </div>
        )
      }
    />
  );
}

/** Which tables words are looked for in. */
const kinds = ["messages", "tool_calls", "prompt_events", "errors", "logs", "events", "files", "documents"];
const mostHits = "200";

function Kinds({ only }: { readonly only: string | null }) {
  return (
    <nav class="views" aria-label="Where words are looked for">
      {[null, ...kinds].map((kind) => (
        <a key={kind} href={withArguments({ table: kind, at: null })} aria-current={kind === only ? "true" : undefined}>
          {kind ?? "all"}
        </a>
      ))}
    </nav>
  );
}

function More({ isAll }: { readonly isAll: boolean }) {
  return (
    <p class="notice">
      There are more.{" "}
      {isAll ? (
        "Another word, or one kind of place above, leaves fewer."
      ) : (
        <a href={withArguments({ size: mostHits })}>Show {mostHits}</a>
      )}
    </p>
  );
}

function nameOf({ table, id }: SearchHit): string {
  return `${table}:${id}`;
}

function Hit({ hit, isChosen }: { readonly hit: SearchHit; readonly isChosen: boolean }) {
  return (
    <a class="hit" href={withArguments({ at: nameOf(hit) })} aria-current={isChosen ? "true" : undefined}>
      <span class="hit-head">
        <span class="tag">{hit.table}</span> <strong>{hit.name ?? hit.id}</strong>
        <span class="dim">
          {hit.timestamp !== null && <Time at={hit.timestamp} withDay />}
          {hit.session_id !== null && ` in ${shortId(hit.session_id)}`}
        </span>
      </span>
      <span class="hit-text">
        {hit.snippet.map(({ text, is_match }, at) => {
          const key = `${at}`;
          return is_match ? <mark key={key}>{text}</mark> : <span key={key}>{text}</span>;
        })}
      </span>
    </a>
  );
}

interface ScopeProps {
  readonly bundle: string;
  readonly words: string;
  /** One kind of place; null: all of them. */
  readonly only: string | null;
  readonly results: SearchResults;
  readonly isEmpty: boolean;
}

/** What was looked at, and what was not. */
function Scope({ bundle, words, only, results: { scope, logs }, isEmpty }: ScopeProps) {
  return (
    <Empty>
      {isEmpty && (
        <p>
          These words stand nowhere in what was searched{only === null ? "" : `, of which only ${only} are looked at`}.
          Fewer words, or the beginning of one with a star, may find more.{" "}
          {only !== null && <a href={withArguments({ table: null })}>Look everywhere</a>}
        </p>
      )}
      {scope === "none" && (
        <p>This bundle was made without a search index; make it with --search default to have one.</p>
      )}
      {logs !== null && (
        <p class="dim">
          Also looked at {exactNumber(logs.scanned)} log records below WARNING,{" "}
          {logs.is_whole ? "all of them" : "the newest ones"}.
        </p>
      )}
      {scope === "default" && logs === null && (
        <p class="dim">
          Log records below WARNING are not in the index.{" "}
          <a href={withArguments({ logs: "on" })}>Look through them too</a>, or search in the{" "}
          <a href={pageHref(bundle, "logs", { q: words })}>logs</a>.
        </p>
      )}
    </Empty>
  );
}

function useHitKeys(hits: readonly SearchHit[], chosen: string | null): void {
  const place = hits.findIndex((hit) => nameOf(hit) === chosen);
  const show = (index: number) => {
    const hit = hits[index];
    if (hit !== undefined) change({ at: nameOf(hit) }, "replace");
  };
  useKeys("Search", [
    { key: "j", does: "next place", run: () => show(place + 1) },
    { key: "k", does: "previous place", run: () => show(place - 1) },
    { key: "Escape", does: "close the row", run: () => change({ at: null }) },
  ]);
}
