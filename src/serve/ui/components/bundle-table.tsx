// Bundles side by side: did each succeed, where did it fail first, how large is it, how old.

import { useRef } from "preact/hooks";
import type { Database, Overview } from "../../api/types.ts";
import { exactNumber } from "../format/amounts.ts";
import { overview } from "../queries/overview.ts";
import { useAnswer } from "../state/answer.ts";
import { useNear } from "../state/near.ts";
import { pageHref } from "../state/place.ts";
import { Amount, Bytes, Time, Unknown } from "./values.tsx";

export function BundleTable({ bundles }: { readonly bundles: readonly Database[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section class="scroll-x" tabIndex={0} aria-label="Bundles">
      <table class="grid bundle-table">
        <thead>
          <tr>
            <th scope="col">bundle</th>
            <Numeric name="failures" />
            <th scope="col" class="wide-only">
              first failure
            </th>
            <Numeric name="sessions" isRoomy />
            <Numeric name="tool calls" isRoomy />
            <Numeric name="log records" isRoomy />
            <Numeric name="size" isRoomy />
            <th scope="col">last changed</th>
          </tr>
        </thead>
        <tbody>
          {bundles.map((bundle) => (
            <BundleRow key={bundle.name} bundle={bundle} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Roomy: left out where there is room for little. */
function Numeric({ name, isRoomy = false }: { readonly name: string; readonly isRoomy?: boolean }) {
  return (
    <th scope="col" class={isRoomy ? "num not-narrow" : "num"}>
      {name}
    </th>
  );
}

/** Read through once for its numbers when it is in sight. */
function BundleRow({ bundle }: { readonly bundle: Database }) {
  const { name, kind, size, modified_at } = bundle;
  const box = useRef<HTMLTableRowElement>(null);
  const isNear = useNear(box);
  const found = useAnswer(isNear && kind === "bundle" ? overview(name) : null);
  const words = kind === "foreign" ? "no bundle" : found.error === null ? "…" : found.error.message;
  return (
    <tr ref={box}>
      <th scope="row">
        <a href={pageHref(name, "overview")} title={name}>
          {name}
        </a>
      </th>
      {found.value === undefined ? <NotRead words={words} /> : <Numbers name={name} known={found.value} />}
      <td class="num not-narrow">
        <Bytes size={size} />
      </td>
      <td>
        <Time at={modified_at} withDay to="minute" />
      </td>
    </tr>
  );
}

function NotRead({ words }: { readonly words: string }) {
  return (
    <>
      <td class="num dim not-read" title={words}>
        {words}
      </td>
      <td class="wide-only" />
      <td class="not-narrow" />
      <td class="not-narrow" />
      <td class="not-narrow" />
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
    <td class="num not-narrow">
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
