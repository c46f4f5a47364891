// Bundles side by side: did each succeed, where did it fail first, how large is it, how old.

import type { Database, Overview } from "../../api/types.ts";
import { exactNumber } from "../format/amounts.ts";
import { overview } from "../queries/overview.ts";
import { useAnswer } from "../state/answer.ts";
import { pageHref } from "../state/place.ts";
import { Amount, Bytes, Time, Unknown } from "./values.tsx";

/** Each is read through once for its numbers: beyond so many one opens the one that is meant. */
const mostRead = 24;

export function BundleTable({ bundles }: { readonly bundles: readonly Database[] }) {
  const isRead = bundles.length <= mostRead;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section class="scroll-x" tabIndex={0} aria-label="Bundles">
      <table class="grid bundle-table">
        <thead>
          <tr>
            <th scope="col">bundle</th>
            {isRead && (
              <>
                <Numeric name="failures" />
                <th scope="col" class="wide-only">
                  first failure
                </th>
                <Numeric name="sessions" />
                <Numeric name="tool calls" />
                <Numeric name="log records" />
              </>
            )}
            <Numeric name="size" />
            <th scope="col">last changed</th>
          </tr>
        </thead>
        <tbody>
          {bundles.map((bundle) => (
            <BundleRow key={bundle.name} bundle={bundle} isRead={isRead} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Numeric({ name }: { readonly name: string }) {
  return (
    <th scope="col" class="num">
      {name}
    </th>
  );
}

function BundleRow({ bundle, isRead }: { readonly bundle: Database; readonly isRead: boolean }) {
  const { name, kind, size, modified_at } = bundle;
  const found = useAnswer(isRead && kind === "bundle" ? overview(name) : null);
  const words = kind === "foreign" ? "no bundle" : found.error === null ? "…" : found.error.message;
  return (
    <tr>
      <th scope="row">
        <a href={pageHref(name, "overview")}>{name}</a>
      </th>
      {isRead && (found.value === undefined ? <NotRead words={words} /> : <Numbers name={name} known={found.value} />)}
      <td class="num">
        <Bytes size={size} />
      </td>
      <td>
        <Time at={modified_at} withDay />
      </td>
    </tr>
  );
}

function NotRead({ words }: { readonly words: string }) {
  return (
    <>
      <td class="num dim">{words}</td>
      <td class="wide-only" />
      <td />
      <td />
      <td />
    </>
  );
}

function Numbers({ name, known }: { readonly name: string; readonly known: Overview }) {
  const { counts, first_failure: first } = known;
  return (
    <>
      <td class="num">
        {counts.error_count === 0 ? (
          <span class="dim">none</span>
        ) : (
          <a class="bad" href={pageHref(name, "errors")}>
            {exactNumber(counts.error_count)}
          </a>
        )}
      </td>
      <td class="wide-only failure-cell">
        {first !== null && <span title={first.message ?? ""}>{first.message ?? <Unknown what="no message" />}</span>}
      </td>
      <Count count={counts.session_count} href={pageHref(name, "sessions")} />
      <Count count={counts.tool_call_count} href={pageHref(name, "tools")} />
      <Count count={counts.log_count} href={pageHref(name, "logs")} />
    </>
  );
}

function Count({ count, href }: { readonly count: number; readonly href: string }) {
  return (
    <td class="num">
      {count === 0 ? (
        <span class="dim">0</span>
      ) : (
        <a href={href}>
          <Amount value={count} />
        </a>
      )}
    </td>
  );
}
