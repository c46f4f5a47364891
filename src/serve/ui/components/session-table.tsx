// Sessions as a tree: status, when, how long, tokens, calls, failures.

import type { SessionNode } from "../queries/sessions.ts";
import { sessionHref } from "../state/place.ts";
import { Amount, Duration, Status, shortId, Time, Unknown } from "./values.tsx";

interface SessionTableProps {
  readonly bundle: string;
  readonly sessions: readonly SessionNode[];
}

export function SessionTable({ bundle, sessions }: SessionTableProps) {
  const named = Map.groupBy(sessions, ({ name }) => name);
  return (
    <div class="session-table">
      <table class="grid grid-fixed">
        <thead>
          <tr>
            <th scope="col">session</th>
            <th scope="col" class="status-cell">
              status
            </th>
            <th scope="col" class="moment-cell roomy">
              started
            </th>
            <th scope="col" class="num amount-cell">
              duration
            </th>
            <th scope="col" class="num amount-cell fairly-roomy">
              tokens
            </th>
            <th scope="col" class="num amount-cell roomy">
              tool calls
            </th>
            <th scope="col" class="num amount-cell">
              failures
            </th>
          </tr>
        </thead>
        <tbody>
          {sessions.map((session) => (
            <tr key={session.id}>
              <th scope="row">
                <SessionName bundle={bundle} session={session} isAlone={named.get(session.name)?.length === 1} />
              </th>
              <td>
                <Status status={session.status} />
              </td>
              <td class="roomy">
                <Time at={session.firstAt} withDay />
              </td>
              <td class="num">
                <Duration ms={session.durationMs} />
              </td>
              <td class="num fairly-roomy">
                <Amount value={session.tokens} />
              </td>
              <td class="num roomy">
                <Amount value={session.toolCalls} />
              </td>
              <td class={session.failures > 0 ? "num bad" : "num dim"}>
                {session.failures > 0 ? (
                  <a class="bad" href={sessionHref(bundle, session.id, { show: "failures" })}>
                    {session.failures.toLocaleString("en-US")}
                  </a>
                ) : (
                  "none"
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function nameOf({ name, id }: SessionNode) {
  const shown = name ?? shortId(id);
  return shown.trim() === "" ? <Unknown what="empty name" /> : shown;
}

interface SessionNameProps {
  readonly bundle: string;
  readonly session: SessionNode;
  /** No other one has its name: the name is enough. */
  readonly isAlone: boolean;
}

function SessionName({ bundle, session, isAlone }: SessionNameProps) {
  return (
    <span class="session-name" style={{ paddingInlineStart: `${session.depth * 14}px` }}>
      <a href={sessionHref(bundle, session.id)} title={session.id}>
        {nameOf(session)}
      </a>
      {session.name !== null && !isAlone && <span class="dim roomy"> {shortId(session.id)}</span>}
    </span>
  );
}
