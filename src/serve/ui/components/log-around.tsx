// The lines around a record, as its source has them, whatever the filter leaves of them.

import { useState } from "preact/hooks";
import { type LogLine, logsAround } from "../queries/logs.ts";
import { useAnswer } from "../state/answer.ts";
import { withArguments } from "../state/location.ts";
import { DetailTitle } from "./detail-title.tsx";
import { toneOfSeverity } from "./log-list.tsx";
import { With } from "./notice.tsx";
import { Time } from "./values.tsx";

const few = 4;
const many = 25;

export function LogAround({ bundle, id }: { readonly bundle: string; readonly id: string }) {
  const [lines, setLines] = useState(few);
  const around = useAnswer(/^\d+$/.test(id) ? logsAround(bundle, id, lines) : null);
  return (
    <section class={around.isStale ? "log-around stale" : "log-around"} aria-label="Around it in its source">
      <DetailTitle>
        Around it in its source
        <button type="button" class="link" onClick={() => setLines(lines === few ? many : few)}>
          {lines === few ? `${many} lines each way` : "fewer"}
        </button>
      </DetailTitle>
      <With of={around} wait="Reading the lines around it">
        {(found) => found.map((line) => <AroundLine key={line.id} line={line} isChosen={line.id === id} />)}
      </With>
    </section>
  );
}

function AroundLine({ line, isChosen }: { readonly line: LogLine; readonly isChosen: boolean }) {
  return (
    <a
      class="around-line"
      href={withArguments({ at: line.id })}
      data-replace
      aria-current={isChosen ? "true" : undefined}
      title={line.message ?? ""}
    >
      <Time at={line.timestamp} />
      <span class={`level ${toneOfSeverity(line.severity)}`}>{line.level ?? ""}</span>
      <span class="around-text">{line.message ?? line.event ?? ""}</span>
    </a>
  );
}
