// Failures by what they say: how often, where, when, what they cost; one example open.

import type { ErrorGroup, Errors } from "../../api/types.ts";
import { endpoint } from "../api/client.ts";
import { Empty, With } from "../components/notice.tsx";
import { Panes } from "../components/panes.tsx";
import { Record } from "../components/record.tsx";
import { Amount, Duration, Time } from "../components/values.tsx";
import { counted } from "../format/amounts.ts";
import { useAnswer } from "../state/answer.ts";
import { useKeys } from "../state/keys.ts";
import { change, parameters, withArguments } from "../state/location.ts";
import { pageHref, queryHref, tableHref } from "../state/place.ts";

interface ErrorsPageProps {
  readonly bundle: string;
}

const sql = `SELECT error_class, count(*) AS times, count(DISTINCT session_id) AS sessions, min(timestamp) AS first_at, max(timestamp) AS last_at, min(message) AS message
FROM errors
GROUP BY fingerprint
ORDER BY times DESC, first_at`;

export function ErrorsPage({ bundle }: ErrorsPageProps) {
  const session = parameters.value.get("session");
  const chosen = parameters.value.get("at");
  const found = useAnswer({
    key: `errors ${bundle} ${session ?? ""}`,
    load: (signal) => endpoint<Errors>(bundle, "errors", session === null ? {} : { session }, signal),
  });
  const groups = found.value?.groups ?? [];
  useGroupKeys(groups, chosen);
  const group = groups.find(({ example_id }) => String(example_id) === chosen);
  return (
    <Panes
      name="errors"
      rightTitle="example"
      narrow={chosen === null ? "middle" : "right"}
      middle={
        <div class="column">
          <div class="toolbar">
            <h1>Errors</h1>
            {found.value !== undefined && (
              <span class="count">
                {counted(sumOf(groups), "failure")} of {counted(groups.length, "kind")}
              </span>
            )}
            {session !== null && (
              <a class="chip" href={withArguments({ session: null })}>
                session {session}
              </a>
            )}
            <a class="aside" href={queryHref(bundle, sql)}>
              open as SQL
            </a>
          </div>
          <With of={found} wait="Folding the failures">
            {({ truncated }) =>
              groups.length === 0 ? (
                <NoErrors bundle={bundle} />
              ) : (
                <Groups groups={groups} chosen={chosen} isCut={truncated} />
              )
            }
          </With>
        </div>
      }
      right={chosen !== null && <Example bundle={bundle} id={chosen} group={group ?? null} />}
    />
  );
}

function sumOf(groups: readonly ErrorGroup[]): number {
  return groups.reduce((sum, { error_count }) => sum + error_count, 0);
}

function NoErrors({ bundle }: ErrorsPageProps) {
  return (
    <Empty>
      <p>
        No failure is recorded. Warnings may still stand in the{" "}
        <a href={pageHref(bundle, "logs", { level: ["WARNING", "WARN"] })}>logs</a>, and unanswered calls among the{" "}
        <a href={tableHref(bundle, "tool_calls", { status: "pending" })}>tool calls</a>.
      </p>
    </Empty>
  );
}

interface GroupsProps {
  readonly groups: readonly ErrorGroup[];
  readonly chosen: string | null;
  readonly isCut: boolean;
}

function Groups({ groups, chosen, isCut }: GroupsProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section class="scroll" tabIndex={0} aria-label="Kinds of failures">
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
            <th scope="col" class="num wide-only">
              time wasted
            </th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <GroupRow key={group.example_id} group={group} isChosen={String(group.example_id) === chosen} />
          ))}
        </tbody>
      </table>
      {isCut && <p class="cut">The most frequent kinds are shown; the rest stands in the table of errors.</p>}
    </section>
  );
}

function GroupRow({ group, isChosen }: { readonly group: ErrorGroup; readonly isChosen: boolean }) {
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
          {group.message ?? group.fingerprint ?? group.error_class}
        </a>
      </th>
      <td class="num wide-only">
        <Amount value={group.session_count} />
      </td>
      <td class="fit wide-only">
        <Time at={group.first_at} />
      </td>
      <td class="fit wide-only">
        <Time at={group.last_at} />
      </td>
      <td class="num wide-only">
        <Duration ms={group.wasted_ms} />
      </td>
    </tr>
  );
}

interface ExampleProps {
  readonly bundle: string;
  readonly id: string;
  readonly group: ErrorGroup | null;
}

function Example({ bundle, id, group }: ExampleProps) {
  return (
    <div class="detail">
      <p class="detail-head">
        <a href={withArguments({ at: null })} class="back">
          back to the list
        </a>
        {group !== null && group.fingerprint !== null && (
          <a href={tableHref(bundle, "errors", { fingerprint: group.fingerprint, _sort: "timestamp" })}>
            {group.error_count === 1 ? "in its table" : `all ${group.error_count.toLocaleString("en-US")} of this kind`}
          </a>
        )}
      </p>
      <Record
        bundle={bundle}
        table="errors"
        rowKey={[id]}
        first={["error_class", "error_type", "message", "timestamp", "session_id", "origin_id", "stack"]}
      />
    </div>
  );
}

function useGroupKeys(groups: readonly ErrorGroup[], chosen: string | null): void {
  const place = groups.findIndex(({ example_id }) => String(example_id) === chosen);
  const show = (index: number) => {
    const group = groups[index];
    if (group !== undefined) change({ at: String(group.example_id) }, "replace");
  };
  useKeys("Errors", [
    { key: "j", does: "next kind", run: () => show(place + 1) },
    { key: "k", does: "previous kind", run: () => show(place - 1) },
    { key: "e", does: "next kind", run: () => show(place + 1) },
    { key: "E", does: "previous kind", run: () => show(place - 1) },
    { key: "Escape", does: "close the example", run: () => change({ at: null }) },
  ]);
}
