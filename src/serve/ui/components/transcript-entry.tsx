// One step of a transcript, its contents in place.

import { useRef, useState } from "preact/hooks";
import { type Row, textOf } from "../api/rows.ts";
import type { Step } from "../queries/steps.ts";
import { useAnswer } from "../state/answer.ts";
import { withArguments } from "../state/location.ts";
import { useNear } from "../state/near.ts";
import { LongValue } from "./long-value.tsx";
import { rowAnswer } from "./record.tsx";
import { Outcome, oneLine } from "./step-row.tsx";
import { Amount, Duration, Time, Unknown } from "./values.tsx";

interface EntryProps {
  readonly bundle: string;
  readonly step: Step;
  /** Its place among all steps. */
  readonly index: number;
  readonly isChosen: boolean;
}

/** What of a row is worth reading, by its table. */
const contents: Readonly<{ [table: string]: readonly string[] }> = {
  prompt_events: ["rendered_text", "error_message", "output"],
  messages: ["content", "content_json"],
  tool_calls: ["result_message", "rendered_output", "result_value", "params"],
  events: ["payload"],
  logs: ["message", "context"],
  errors: ["message", "stack"],
};

const prose = new Set(["prompt", "answer", "message", "error"]);
/** Messages by which programs talk: their calls stand beside them as steps of their own. */
const machineTalk = /^(tool|system_event|token_usage|unknown|error)/;

/** Prose and failures are open; of all others a line is enough until one asks. */
export function TranscriptEntry({ bundle, step, index, isChosen }: EntryProps) {
  const box = useRef<HTMLElement>(null);
  const isNear = useNear(box);
  const isProse = prose.has(step.kind) && !(step.kind === "message" && machineTalk.test(step.name ?? ""));
  const [isOpened, setOpened] = useState<boolean | null>(null);
  const isOpen = isOpened ?? (isProse || step.isFailed || isChosen);
  const { value: answer, error } = useAnswer(isNear && isOpen ? rowAnswer(bundle, step.table, step.id) : null);
  const row = answer?.rows[0];
  return (
    <article
      ref={box}
      class={`entry entry-${step.kind}${isProse ? " entry-prose" : ""}${step.isFailed ? " entry-failed" : ""}`}
      data-at={index}
      aria-current={isChosen ? "true" : undefined}
    >
      <header>
        <span class={`kind kind-${step.kind}`}>{step.kind}</span>
        <a href={withArguments({ at: step.key })}>{step.name ?? <Unknown what="unnamed" />}</a>
        <Outcome step={step} />
        {!isProse && (
          <button type="button" class="entry-line" aria-expanded={isOpen} onClick={() => setOpened(!isOpen)}>
            {oneLine(step.preview)}
          </button>
        )}
        <span class="entry-amounts dim">
          {step.tokens !== null && <Amount value={step.tokens} unit="tokens" />}
          {step.durationMs !== null && <Duration ms={step.durationMs} />}
          <Time at={step.at} />
        </span>
      </header>
      {error !== null && <p class="bad">{error.message}</p>}
      {isOpen &&
        (row === undefined || row === null ? <Preview step={step} /> : <Content row={row} table={step.table} />)}
    </article>
  );
}

function Preview({ step: { preview } }: { readonly step: Step }) {
  return preview === null ? null : <pre class="text">{preview}</pre>;
}

function Content({ row, table }: { readonly row: Row; readonly table: string }) {
  const told = (contents[table] ?? []).filter((name) => (textOf(row[name]) ?? "") !== "");
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
