// The steps to be read one after the other, their contents in place.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Row } from "../api/rows.ts";
import { exactNumber } from "../format/amounts.ts";
import { type Step, stepName } from "../queries/steps.ts";
import { useAnswer } from "../state/answer.ts";
import { withArguments } from "../state/location.ts";
import { LongValue } from "./long-value.tsx";
import { Empty } from "./notice.tsx";
import { rowAnswer } from "./record.tsx";
import { Amount, Duration, Time } from "./values.tsx";

interface TranscriptProps {
  readonly bundle: string;
  readonly steps: readonly Step[];
  readonly place: number;
}

const atOnce = 100;

/** What of a row is worth reading, by its table. */
const contents: Readonly<{ [table: string]: readonly string[] }> = {
  prompt_events: ["rendered_text", "error_message", "output"],
  messages: ["content", "content_json"],
  tool_calls: ["params", "result_message", "rendered_output", "result_value"],
  events: ["payload"],
  logs: ["message", "context"],
  errors: ["message", "stack"],
};

export function Transcript({ bundle, steps, place }: TranscriptProps) {
  const [from, setFrom] = useState(Math.max(0, place - 10));
  const box = useRef<HTMLDivElement>(null);
  const isOutside = place >= 0 && (place < from || place >= from + atOnce);
  const start = isOutside ? Math.max(0, place - 10) : Math.min(from, Math.max(0, steps.length - 1));
  const chosen = steps[place];
  useEffect(() => {
    if (place >= 0) box.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: "nearest" });
  }, [place]);
  if (steps.length === 0) return <Empty>No step passes these choices.</Empty>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section class="transcript" ref={box} tabIndex={0} aria-label="Transcript">
      {start > 0 && (
        <button type="button" onClick={() => setFrom(Math.max(0, start - atOnce))}>
          {exactNumber(start)} earlier steps
        </button>
      )}
      {steps.slice(start, start + atOnce).map((step) => (
        <Entry key={stepName(step)} bundle={bundle} step={step} isChosen={step === chosen} />
      ))}
      {start + atOnce < steps.length && (
        <button type="button" onClick={() => setFrom(start + atOnce)}>
          {exactNumber(steps.length - start - atOnce)} later steps
        </button>
      )}
    </section>
  );
}

interface EntryProps {
  readonly bundle: string;
  readonly step: Step;
  readonly isChosen: boolean;
}

function Entry({ bundle, step, isChosen }: EntryProps) {
  const box = useRef<HTMLElement>(null);
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && setNear(true), {
      rootMargin: "600px",
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const { value: row } = useAnswer(isNear ? rowAnswer(bundle, step.table, step.id) : null);
  return (
    <article
      ref={box}
      class={step.isFailed ? "entry entry-failed" : "entry"}
      aria-current={isChosen ? "true" : undefined}
    >
      <header>
        <span class={`kind kind-${step.kind}`}>{step.kind}</span>
        <a href={withArguments({ at: stepName(step) })}>{step.name ?? step.table}</a>
        {step.outcome !== null && <span class={step.isFailed ? "bad" : "dim"}>{step.outcome}</span>}
        <span class="entry-amounts dim">
          {step.tokens !== null && <Amount value={step.tokens} unit="tokens" />}
          {step.durationMs !== null && <Duration ms={step.durationMs} />}
          <Time at={step.at} />
        </span>
      </header>
      {row === undefined || row === null ? (
        <pre class="text">{step.preview}</pre>
      ) : (
        <Content row={row} table={step.table} />
      )}
    </article>
  );
}

function Content({ row, table }: { readonly row: Row; readonly table: string }) {
  const names = contents[table] ?? [];
  const told = names.filter((name) => row[name] !== null && row[name] !== undefined && row[name] !== "");
  // The JSON of a message says again what its text says.
  const isText = told.includes("content");
  const fresh = told
    .filter((name) => !(isText && name === "content_json"))
    .filter((name, at) => told.findIndex((other) => row[other] === row[name]) === at);
  return (
    <>
      {fresh.map((name) => (
        <div key={name} class="entry-value">
          {fresh.length > 1 && <h3>{name}</h3>}
          <LongValue cell={row[name] ?? null} />
        </div>
      ))}
    </>
  );
}
