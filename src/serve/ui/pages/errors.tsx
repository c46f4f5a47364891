// Failures by what they say: how often, where, when, what they cost; one example open.

import type { ErrorGroup, Errors } from "../../api/types.ts";
import { ErrorExample } from "../components/error-example.tsx";
import { ErrorGroups } from "../components/error-groups.tsx";
import { Empty, With } from "../components/notice.tsx";
import { Panes } from "../components/panes.tsx";
import { shortId } from "../components/values.tsx";
import { counted, duration } from "../format/amounts.ts";
import { errorGroups, errorGroupsSql } from "../queries/errors.ts";
import { useAnswer } from "../state/answer.ts";
import { useKeys } from "../state/keys.ts";
import { change, go, parameters, withArguments } from "../state/location.ts";
import { pageHref, queryHref, rowHref, tableHref } from "../state/place.ts";

interface ErrorsPageProps {
  readonly bundle: string;
}

export function ErrorsPage({ bundle }: ErrorsPageProps) {
  const session = parameters.value.get("session");
  const named = parameters.value.get("at");
  const found = useAnswer(errorGroups(bundle, session));
  const groups = found.value?.groups ?? [];
  // Where nothing is named yet the most frequent kind shows its example: only a narrow screen begins with the list.
  const chosen = named ?? (groups[0] === undefined ? null : String(groups[0].example_id));
  useGroupKeys(bundle, groups, chosen);
  return (
    <Panes
      name="errors"
      rightTitle="example"
      narrow={named === null ? "middle" : "right"}
      middle={
        <div class="column">
          <div class="toolbar">
            <h1>Errors</h1>
            {found.value !== undefined && <span class="count">{summary(found.value)}</span>}
            {session !== null && (
              <a class="chip" href={withArguments({ session: null, at: null })} title={`Show all sessions: ${session}`}>
                session is {shortId(session)}
              </a>
            )}
            <span class="aside">
              <a href={tableHref(bundle, "errors", session === null ? {} : { session_id: session })}>as a table</a>
              <a href={queryHref(bundle, errorGroupsSql)}>open as SQL</a>
            </span>
          </div>
          <With of={found} wait="Folding the failures">
            {({ truncated }) =>
              groups.length === 0 ? (
                <NoErrors bundle={bundle} session={session} />
              ) : (
                <ErrorGroups bundle={bundle} groups={groups} chosen={chosen} isCut={truncated} />
              )
            }
          </With>
        </div>
      }
      right={
        chosen !== null && (
          <ErrorExample
            bundle={bundle}
            id={chosen}
            group={groups.find(({ example_id }) => String(example_id) === chosen) ?? null}
          />
        )
      }
    />
  );
}

function summary({ groups, group_count, error_count }: Errors): string {
  const wasted = groups.reduce((sum, { wasted_ms }) => sum + (wasted_ms ?? 0), 0);
  const cost = wasted > 0 ? `, ${duration(wasted)} spent in failed calls` : "";
  return `${counted(error_count, "failure")} of ${counted(group_count, "kind")}${cost}`;
}

function NoErrors({ bundle, session }: ErrorsPageProps & { readonly session: string | null }) {
  return (
    <Empty>
      <p>
        No failure is recorded{session !== null && " in this session"}. Warnings may still stand in the{" "}
        <a href={pageHref(bundle, "logs", { level: ["WARNING", "WARN"] })}>logs</a>, and unanswered calls among the{" "}
        <a href={tableHref(bundle, "tool_calls", { status: "pending" })}>tool calls</a>.
      </p>
    </Empty>
  );
}

function useGroupKeys(bundle: string, groups: readonly ErrorGroup[], chosen: string | null): void {
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
    {
      key: "Enter",
      does: "open the example as a row",
      run: () => {
        if (chosen !== null) go(rowHref(bundle, "errors", [chosen]));
      },
    },
    { key: "Escape", does: "back to the list", run: () => change({ at: null }) },
  ]);
}
