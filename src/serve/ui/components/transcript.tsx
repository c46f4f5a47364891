// The steps to be read one after the other: what was asked and answered as prose, calls on a line with what came back.

import { useEffect, useRef, useState } from "preact/hooks";
import { counted } from "../format/amounts.ts";
import type { Step } from "../queries/steps.ts";
import { Empty, Failure } from "./notice.tsx";
import { NoSteps, type StepsViewProps } from "./step-list.tsx";
import { TranscriptEntry } from "./transcript-entry.tsx";

/** Entries that exist at once; each has its own height, so that they cannot be drawn as rows of a list. */
const atOnce = 120;
const more = 60;
const before = 10;

export function Transcript({ bundle, wanted, choice, run }: StepsViewProps) {
  const { windows, total, count, place } = run;
  const [from, setFrom] = useState<number | null>(null);
  const box = useRef<HTMLElement>(null);
  const usual = place === null ? 0 : Math.max(0, place - before);
  const isOutside = from !== null && place !== null && (place < from || place >= from + atOnce);
  const start = from === null || isOutside ? usual : from;
  const end = Math.min(count ?? 0, start + atOnce);
  useEffect(() => windows.want(start, end), [windows, start, end]);
  useEffect(() => {
    if (from === null || isOutside) setFrom(start);
  }, [start]);
  const isThere = place !== null && windows.at(place) !== undefined;
  useEffect(() => {
    if (isThere) box.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: "nearest" });
  }, [place, isThere]);
  const failure = windows.failure.value ?? total.error;
  if (failure !== null) return <Failure error={failure} retry={run.retry} />;
  if (count === null) return <div class="waiting">Reading the first steps…</div>;
  if (count === 0) return <NoSteps bundle={bundle} wanted={wanted} />;
  const steps = Array.from({ length: Math.max(0, end - start) }, (_, at) => windows.at(start + at));
  const known = steps.filter((step): step is Step => step !== undefined);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section class="transcript" ref={box} tabIndex={0} aria-label="Transcript">
      {start > 0 && (
        <button type="button" class="link" onClick={() => setFrom(Math.max(0, start - more))}>
          {counted(start, "earlier step")}
        </button>
      )}
      {known.map((step) => (
        <TranscriptEntry key={step.key} bundle={bundle} step={step} isChosen={step.key === choice.at} />
      ))}
      {known.length === 0 && <Empty>Reading the steps…</Empty>}
      {end < count && known.length > 0 && (
        <Onward key={end} label={counted(count - end, "later step")} onGo={() => setFrom(start + more)} />
      )}
    </section>
  );
}

/** The next entries come when the last ones are read; the button is for keyboards. */
function Onward({ label, onGo }: { readonly label: string; readonly onGo: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const element = button.current;
    if (element === null) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && onGo());
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <button type="button" class="link" ref={button} onClick={onGo}>
      {label}
    </button>
  );
}
