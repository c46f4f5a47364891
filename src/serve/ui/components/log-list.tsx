// The records themselves, one a line.

import type { ComponentChildren } from "preact";
import { exactNumber } from "../format/amounts.ts";
import { clock } from "../format/times.ts";
import type { LogRun } from "../lists/use-logs.ts";
import type { LogLine } from "../queries/logs.ts";
import { withArguments } from "../state/location.ts";
import { zone } from "../state/settings.ts";
import { dayBegun, NewDay } from "./new-day.tsx";
import { Empty, Failure } from "./notice.tsx";
import { Time } from "./values.tsx";
import { VirtualList } from "./virtual-list.tsx";

interface LogListProps {
  readonly name: string;
  readonly run: LogRun;
  /** Milliseconds where about a row lies that is not loaded yet; null: not known. */
  readonly timeAt: (index: number) => number | null;
  readonly chosen: string | null;
  readonly empty: ComponentChildren;
}

export function LogList({ name, run, timeAt, chosen, empty }: LogListProps) {
  const { windows, count, place } = run;
  const failure = windows.failure.value;
  const rows = count ?? windows.known;
  // What is here stays in sight, whatever could not be read.
  if (failure !== null && rows === 0) return <Failure error={failure} retry={run.retry} />;
  if (rows === 0) return count === 0 ? <Empty>{empty}</Empty> : <div class="waiting">Reading the first records…</div>;
  return (
    <>
      {failure !== null && <Failure error={failure} retry={run.retry} />}
      <VirtualList
        name={name}
        label="Records"
        count={rows}
        reveal={place}
        onSight={(first, last) => windows.want(first, last)}
        row={(index) => {
          const line = windows.at(index);
          if (line === undefined) return <ComingRow key={index} index={index} about={timeAt(index)} />;
          const before = index === 0 ? "none" : (windows.at(index - 1)?.timestamp ?? null);
          return <LogRow key={line.id} line={line} before={before} isChosen={line.id === chosen} />;
        }}
      />
    </>
  );
}

function ComingRow({ index, about }: { readonly index: number; readonly about: number | null }) {
  return (
    <div class="row row-coming">
      <span class="time">{about === null ? "" : `~${clock(about, zone.value, 0)}`}</span>
      <span class="dim">record {exactNumber(index + 1)}</span>
    </div>
  );
}

interface LogRowProps {
  readonly line: LogLine;
  /** When the record before happened; null: not known. */
  readonly before: string | "none" | null;
  readonly isChosen: boolean;
}

function LogRow({ line, before, isChosen }: LogRowProps) {
  return (
    <a
      class="row log-row"
      href={withArguments({ at: line.id })}
      aria-current={isChosen ? "true" : undefined}
      tabIndex={-1}
    >
      <Time at={line.timestamp} />
      <span class={`level ${toneOfSeverity(line.severity)}`}>{line.level ?? ""}</span>
      <span class={isSaidAgain(line) ? "log-event log-event-said" : "log-event"}>
        {line.event ?? line.logger ?? ""}
      </span>
      <span class="log-message">{line.message ?? ""}</span>
      <NewDay name={dayBegun(line.timestamp, before)} />
    </a>
  );
}

/** The message is the name of the event, with or without what stands before it. */
function isSaidAgain({ event, message }: LogLine): boolean {
  return event !== null && message !== null && (message === event || message.endsWith(`.${event}`));
}

export function toneOfSeverity(severity: number | null): string {
  if (severity === null) return "";
  if (severity >= 17) return "bad";
  return severity >= 13 ? "warn" : severity < 9 ? "dim" : "";
}
