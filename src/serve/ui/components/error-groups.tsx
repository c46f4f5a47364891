// Kinds of failures, one a row.

import type { ErrorGroup } from "../../api/types.ts";
import { duration } from "../format/amounts.ts";
import { instant } from "../format/times.ts";
import { useKeptScroll } from "../state/kept-scroll.ts";
import { withArguments } from "../state/location.ts";
import { tableHref } from "../state/place.ts";
import { useRowFocus } from "../state/row-focus.ts";
import { FailurePlace } from "./failure-place.tsx";
import { Amount, Duration, Time, Unknown } from "./values.tsx";

interface ErrorGroupsProps {
  readonly bundle: string;
  readonly groups: readonly ErrorGroup[];
  readonly chosen: string | null;
  readonly isCut: boolean;
}

export function ErrorGroups({ bundle, groups, chosen, isCut }: ErrorGroupsProps) {
  const region = useKeptScroll<HTMLElement>(`errors ${bundle}`);
  useRowFocus(region);
  const days = new Set(groups.flatMap(({ first_at }) => (first_at === null ? [] : [first_at.slice(0, 10)])));
  const isCostKnown = groups.some(({ wasted_ms }) => wasted_ms !== null);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section class="scroll" ref={region} tabIndex={0} aria-label="Kinds of failures">
      <table class="grid grid-rows">
        <thead>
          <tr>
            <th scope="col" class="num fit">
              times
            </th>
            <th scope="col" class="not-narrow">
              where
            </th>
            <th scope="col">what it says</th>
            <th scope="col" class="num wide-only">
              sessions
            </th>
            <th scope="col" class="wide-only">
              first
            </th>
            <th scope="col" class="num wide-only" title="How long after the first one">
              last, after
            </th>
            {isCostKnown && (
              <th scope="col" class="num wide-only" title="In failed tool calls whose duration is known">
                time wasted
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <GroupRow
              key={group.example_id}
              bundle={bundle}
              group={group}
              isChosen={String(group.example_id) === chosen}
              withDay={days.size > 1}
              isCostKnown={isCostKnown}
            />
          ))}
        </tbody>
      </table>
      {isCut && (
        <p class="cut">
          The {groups.length} most frequent kinds are shown; the rest stands in the{" "}
          <a href={tableHref(bundle, "errors", { _facet: "error_class" })}>table of errors</a>.
        </p>
      )}
    </section>
  );
}

interface GroupRowProps {
  readonly bundle: string;
  readonly group: ErrorGroup;
  readonly isChosen: boolean;
  readonly withDay: boolean;
  /** Of any kind. */
  readonly isCostKnown: boolean;
}

function GroupRow({ bundle, group, isChosen, withDay, isCostKnown }: GroupRowProps) {
  const all = group.fingerprint === null ? null : tableHref(bundle, "errors", { fingerprint: group.fingerprint });
  return (
    <tr aria-current={isChosen ? "true" : undefined}>
      <td class="num fit bad">
        <Amount value={group.error_count} />
      </td>
      <td class="fit not-narrow">
        <FailurePlace group={group} />
      </td>
      <th scope="row" class="message-cell">
        <a class="row-link" href={withArguments({ at: String(group.example_id) })}>
          {group.message ?? group.fingerprint ?? <Unknown what="no message" />}
        </a>
        <span class="narrow-only">
          <FailurePlace group={group} />
        </span>
      </th>
      <td class="num wide-only above-row">
        {group.session_count === 0 ? (
          <Unknown />
        ) : (
          <a href={all === null ? tableHref(bundle, "errors") : `${all}&_facet=session_id`}>{group.session_count}</a>
        )}
      </td>
      <td class="fit wide-only">
        <Time at={group.first_at} withDay={withDay} />
      </td>
      <td class="num fit wide-only" title={group.last_at ?? ""}>
        <LastAfter group={group} />
      </td>
      {isCostKnown && (
        <td class="num wide-only">
          <Duration ms={group.wasted_ms} />
        </td>
      )}
    </tr>
  );
}

function LastAfter({ group: { first_at, last_at, error_count } }: { readonly group: ErrorGroup }) {
  if (error_count === 1) return <span class="dim">once</span>;
  const [first, last] = [instant(first_at), instant(last_at)];
  if (first === null || last === null) return <Unknown />;
  return <span class="number">+{duration(last - first)}</span>;
}
