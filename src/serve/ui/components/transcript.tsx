// The steps to be read one after the other: what was asked and answered as prose, calls on a line with what came back.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { counted } from "../format/amounts.ts";
import { keepScroll, keptScroll } from "../state/location.ts";
import { NoSteps } from "./no-steps.tsx";
import { Empty, Failure } from "./notice.tsx";
import type { StepsViewProps } from "./step-list.tsx";
import { TranscriptEntry } from "./transcript-entry.tsx";

/** Entries that exist at once; each has its own height, so that they cannot be drawn as rows of a list. */
const atOnce = 120;
const more = 60;
const before = 10;

export function Transcript({ bundle, wanted, choice, run }: StepsViewProps) {
  const { windows, total, count, place } = run;
  const box = useRef<HTMLElement>(null);
  const name = `transcript ${bundle} ${JSON.stringify(wanted)}`;
  const [left] = useState(() => keptScroll(name));
  const view = useRef<View>({ from: Math.max(0, Math.floor(left) - before), place: null });
  const [, redraw] = useState(0);
  if (place !== null && place !== view.current.place) view.current = showing(view.current.from, place);
  const start = view.current.from;
  const end = Math.min(count ?? 0, start + atOnce);
  useEffect(() => windows.want(start, end), [windows, start, end]);
  const go = (from: number) => {
    view.current = { ...view.current, from };
    redraw((times) => times + 1);
  };
  const isAnyThere = windows.at(start) !== undefined;
  const isChosenThere = place !== null && windows.at(place) !== undefined;
  const isLeftThere = useRef(left === 0);
  useLayoutEffect(() => {
    if (isLeftThere.current || box.current === null || !isAnyThere) return;
    isLeftThere.current = true;
    scrollToPlace(box.current, left);
  }, [isAnyThere]);
  useEffect(() => {
    if (isChosenThere) box.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: "nearest" });
  }, [place, isChosenThere]);
  const failure = windows.failure.value ?? total.error;
  if (failure !== null) return <Failure error={failure} retry={run.retry} />;
  if (count === null) return <div class="waiting">Reading the first steps…</div>;
  if (count === 0) return <NoSteps bundle={bundle} wanted={wanted} />;
  const steps = Array.from({ length: Math.max(0, end - start) }, (_, at) => windows.at(start + at));
  return (
    <section
      class="transcript"
      ref={box}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label="Transcript"
      onScroll={() => box.current !== null && keepScroll(name, placeInSight(box.current))}
    >
      {start > 0 && (
        <button type="button" class="link" onClick={() => go(Math.max(0, start - more))}>
          {counted(start, "earlier step")}
        </button>
      )}
      {steps.map((step, at) =>
        step === undefined ? null : (
          <TranscriptEntry
            key={step.key}
            bundle={bundle}
            step={step}
            index={start + at}
            isChosen={step.key === choice.at}
          />
        ),
      )}
      {!isAnyThere && <Empty>Reading the steps…</Empty>}
      {end < count && isAnyThere && (
        <Onward key={end} label={counted(count - end, "later step")} onGo={() => go(start + more)} />
      )}
    </section>
  );
}

interface View {
  /** The first entry that exists. */
  readonly from: number;
  /** The chosen step that has been shown: from there on the reader goes where he likes. */
  readonly place: number | null;
}

function showing(from: number, place: number): View {
  const isIn = place >= from && place < from + atOnce;
  return { from: isIn ? from : Math.max(0, place - before), place };
}

/** The step on top of what is in sight, and how much of it lies above. */
function placeInSight(box: HTMLElement): number {
  const top = box.getBoundingClientRect().top;
  for (const entry of box.querySelectorAll<HTMLElement>("[data-at]")) {
    const place = entry.getBoundingClientRect();
    if (place.bottom > top) return Number(entry.dataset.at) + Math.max(0, (top - place.top) / place.height);
  }
  return 0;
}

function scrollToPlace(box: HTMLElement, place: number): void {
  const entry = box.querySelector(`[data-at="${Math.floor(place)}"]`);
  if (entry === null) return;
  const { top, height } = entry.getBoundingClientRect();
  box.scrollTop += top - box.getBoundingClientRect().top + (place % 1) * height;
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
