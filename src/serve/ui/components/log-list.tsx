// The records themselves, one a line.

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { exactNumber } from "../format/amounts.ts";
import { clock, instant } from "../format/times.ts";
import type { LogLine } from "../queries/logs.ts";
import { useKeys } from "../state/keys.ts";
import { change, withArguments } from "../state/location.ts";
import { zone } from "../state/settings.ts";
import type { Windows } from "../state/windows.ts";
import { Empty, Failure } from "./notice.tsx";
import { Time } from "./values.tsx";
import { VirtualList } from "./virtual-list.tsx";

interface LogListProps {
  readonly name: string;
  readonly windows: Windows<LogLine>;
  /** Null: not counted yet. */
  readonly count: number | null;
  /** Where in time a row lies that is not loaded yet. */
  readonly timeAt: (index: number) => string | null;
  readonly chosen: string | null;
  readonly reveal: number | null;
  readonly empty: ComponentChildren;
}

/** Shown while the records are being counted. */
const firstRows = 200;

export function LogList({ name, windows, count, timeAt, chosen, reveal, empty }: LogListProps) {
  const [sight, setSight] = useState<readonly [number, number]>([0, 0]);
  // Read so that the list is drawn anew when rows come.
  void windows.version.value;
  const failure = windows.failure.value;
  const loaded = Math.min(firstRows, windows.known);
  const rows = count ?? loaded;
  useEffect(() => windows.want(sight[0], Math.max(sight[1], 1)), [windows]);
  const at = findChosen(windows, chosen, sight, reveal);
  const move = (step: 1 | -1) => {
    const next = windows.at(at === null ? sight[0] : Math.max(0, Math.min(rows - 1, at + step)));
    if (next !== undefined) change({ at: next.id }, "replace");
  };
  useKeys("List", [
    { key: "j", does: "next record", run: () => move(1) },
    { key: "k", does: "previous record", run: () => move(-1) },
  ]);
  if (failure !== null) return <Failure error={failure} retry={() => windows.retry()} />;
  if (rows === 0) return count === 0 ? <Empty>{empty}</Empty> : <div class="waiting">Reading the first records…</div>;
  return (
    <VirtualList
      name={name}
      label="Records"
      count={rows}
      reveal={reveal}
      onSight={(first, last) => {
        setSight([first, last]);
        windows.want(first, last);
      }}
      row={(index) => (
        <LogRow
          key={index}
          index={index}
          line={windows.at(index)}
          isChosen={windows.at(index)?.id === chosen}
          timeAt={timeAt}
        />
      )}
    />
  );
}

function findChosen(
  windows: Windows<LogLine>,
  chosen: string | null,
  sight: readonly [number, number],
  reveal: number | null,
): number | null {
  if (chosen === null) return null;
  for (let index = sight[0]; index < sight[1]; index += 1) if (windows.at(index)?.id === chosen) return index;
  return reveal;
}

interface LogRowProps {
  readonly index: number;
  readonly line: LogLine | undefined;
  readonly isChosen: boolean;
  readonly timeAt: (index: number) => string | null;
}

function LogRow({ index, line, isChosen, timeAt }: LogRowProps) {
  if (line === undefined) {
    const about = instant(timeAt(index));
    return (
      <div class="row row-coming">
        <span class="time">{about === null ? "" : `~${clock(about, zone.value, 0)}`}</span>
        <span class="dim">record {exactNumber(index + 1)}</span>
      </div>
    );
  }
  return (
    <a
      class="row log-row"
      href={withArguments({ at: line.id })}
      aria-current={isChosen ? "true" : undefined}
      tabIndex={-1}
    >
      <Time at={line.timestamp} />
      <span class={`level ${toneOfSeverity(line.severity)}`}>{line.level ?? ""}</span>
      <span class="log-event">{line.event ?? line.logger ?? ""}</span>
      <span class="log-message">{line.message ?? ""}</span>
    </a>
  );
}

export function toneOfSeverity(severity: number | null): string {
  if (severity === null) return "";
  if (severity >= 17) return "bad";
  return severity >= 13 ? "warn" : severity < 9 ? "dim" : "";
}
