// The sessions at the left: who started whom, and who failed.

import { duration } from "../format/amounts.ts";
import type { SessionNode } from "../queries/sessions.ts";
import { sessionHref } from "../state/place.ts";
import { meaningOf, shortId } from "./values.tsx";
import { VirtualList } from "./virtual-list.tsx";

interface SessionTreePaneProps {
  readonly bundle: string;
  readonly nodes: readonly SessionNode[];
  readonly session: string;
}

export function SessionTreePane({ bundle, nodes, session }: SessionTreePaneProps) {
  const place = nodes.findIndex(({ id }) => id === session);
  return (
    <div class="column">
      <div class="toolbar">
        <h1>Sessions</h1>
        <span class="count">{nodes.length}</span>
      </div>
      <VirtualList
        name={`tree ${bundle}`}
        label="Sessions"
        count={nodes.length}
        reveal={place < 0 ? null : place}
        row={(index) => {
          const node = nodes[index];
          return node === undefined ? null : (
            <SessionRow key={node.id} bundle={bundle} node={node} isChosen={node.id === session} />
          );
        }}
      />
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
      <span class="session-dot" style={{ marginInlineStart: `${node.depth * 14}px` }} data-tone={toneOf(node)} />
      <span class="session-label">{name ?? shortId(id)}</span>
      {failures > 0 ? (
        <span class="bad">{failures} failed</span>
      ) : (
        <span class="dim">{status ?? (durationMs === null ? "" : duration(durationMs))}</span>
      )}
    </a>
  );
}

function toneOf({ failures, status }: SessionNode): string {
  if (failures > 0 || (status !== null && meaningOf(status) === "bad")) return "bad";
  return status === null ? "unknown" : meaningOf(status);
}

function titleOf({ id, status, kind }: SessionNode): string {
  return [id, `status: ${status ?? "unknown"}`, kind === null ? "" : `kind: ${kind}`]
    .filter((line) => line !== "")
    .join("\n");
}
