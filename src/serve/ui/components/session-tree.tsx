// The sessions at the left: who started whom, and who failed.

import { duration, exactNumber } from "../format/amounts.ts";
import type { SessionNode, SessionTree } from "../queries/sessions.ts";
import { sessionHref, tableHref } from "../state/place.ts";
import { meaningOf, shortId } from "./values.tsx";
import { VirtualList } from "./virtual-list.tsx";

interface SessionTreePaneProps {
  readonly bundle: string;
  /** Undefined: still being read. */
  readonly tree: SessionTree | undefined;
  readonly session: string;
}

export function SessionTreePane({ bundle, tree, session }: SessionTreePaneProps) {
  const nodes = tree?.nodes ?? [];
  const place = nodes.findIndex(({ id }) => id === session);
  return (
    <div class="column">
      <div class="toolbar">
        <h1>Sessions</h1>
        <span class="count">{tree === undefined ? "" : exactNumber(nodes.length)}</span>
      </div>
      <VirtualList
        name={`tree ${bundle}`}
        label="Tree of sessions"
        count={nodes.length}
        reveal={place < 0 ? null : place}
        row={(index) => {
          const node = nodes[index];
          return node === undefined ? null : (
            <SessionRow key={node.id} bundle={bundle} node={node} isChosen={node.id === session} />
          );
        }}
      />
      {tree?.isCut === true && (
        <p class="cut">
          These are the first {exactNumber(nodes.length)};{" "}
          <a href={tableHref(bundle, "sessions")}>all stand in sessions</a>.
        </p>
      )}
    </div>
  );
}

interface SessionRowProps {
  readonly bundle: string;
  readonly node: SessionNode;
  readonly isChosen: boolean;
}

function SessionRow({ bundle, node, isChosen }: SessionRowProps) {
  const { id, name, status, failures, durationMs } = node;
  return (
    <a
      class="row session-row"
      href={sessionHref(bundle, id)}
      title={titleOf(node)}
      aria-current={isChosen ? "true" : undefined}
    >
      <span
        class="session-dot"
        style={{ marginInlineStart: `${Math.min(8, node.depth) * 14}px` }}
        data-tone={toneOf(node)}
      />
      <span class="session-label">{name ?? shortId(id)}</span>
      {failures > 0 ? (
        <span class="bad">{exactNumber(failures)} failed</span>
      ) : (
        <span class="dim">{status ?? (durationMs === null ? "" : duration(durationMs))}</span>
      )}
    </a>
  );
}

function toneOf({ failures, status }: SessionNode): string {
  if (failures > 0 || (status !== null && meaningOf(status) === "bad")) return "bad";
  return status === null || status === "unknown" ? "unknown" : meaningOf(status);
}

function titleOf({ id, status, kind, durationMs, tokens, toolCalls }: SessionNode): string {
  const lines = [
    id,
    `status: ${status ?? "unknown"}`,
    kind === null ? "" : `kind: ${kind}`,
    durationMs === null ? "" : `lasted ${duration(durationMs)}`,
    tokens === null ? "" : `${exactNumber(tokens)} tokens`,
    toolCalls === 0 ? "" : `${exactNumber(toolCalls)} tool calls`,
  ];
  return lines.filter((line) => line !== "").join("\n");
}
