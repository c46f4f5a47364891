// Kinds of failures, one a row.

import type { ErrorGroup } from "../../api/types.ts";
import { useKeptScroll } from "../state/kept-scroll.ts";
import { withArguments } from "../state/location.ts";
import { tableHref } from "../state/place.ts";
import { Amount, Duration, Time, Unknown } from "./values.tsx";

interface ErrorGroupsProps {
  readonly bundle: string;
  readonly groups: readonly ErrorGroup[];
  readonly chosen: string | null;
  readonly isCut: boolean;
}

export function ErrorGroups({ bundle, groups, chosen, isCut }: ErrorGroupsProps) {
  const region = useKeptScroll<HTMLElement>(`errors ${bundle}`);
  const days = new Set(groups.flatMap(({ first_at, last_at }) => [first_at?.slice(0, 10), last_at?.slice(0, 10)]));
  days.delete(undefined);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section class="scroll" ref={region} tabIndex={0} aria-label="Kinds of failures">
      <table class="grid grid-rows">
        <thead>
          <tr>
            <th scope="col" class="num">
              times
            </th>
            <th scope="col">class</th>
            <th scope="col">what it says</th>
            <th scope="col" class="num wide-only">
              sessions
            </th>
            <th scope="col" class="wide-only">
              first
            </th>
            <th scope="col" class="wide-only">
              last
            </th>
            <th scope="col" class="num wide-only" title="In failed tool calls whose duration is known">
              time wasted
            </th>
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
}

function GroupRow({ bundle, group, isChosen, withDay }: GroupRowProps) {
  const all = group.fingerprint === null ? null : tableHref(bundle, "errors", { fingerprint: group.fingerprint });
  return (
    <tr aria-current={isChosen ? "true" : undefined}>
      <td class="num bad">
        <Amount value={group.error_count} />
      </td>
      <td class="fit">
        <span class="tag">{group.error_type ?? group.error_class}</span>
      </td>
      <th scope="row" class="message-cell">
        <a class="row-link" href={withArguments({ at: String(group.example_id) })}>
          {group.message ?? group.fingerprint ?? <Unknown what="no message" />}
        </a>
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
      <td class="fit wide-only">
        {group.last_at !== null && group.last_at === group.first_at ? (
          <span class="dim">the same</span>
        ) : (
          <Time at={group.last_at} withDay={withDay} />
        )}
      </td>
      <td class="num wide-only">
        <Duration ms={group.wasted_ms} />
      </td>
    </tr>
  );
}
