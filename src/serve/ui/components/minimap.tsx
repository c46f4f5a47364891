// The whole session on a thin strip: time runs down, long waits are shortened, failures stand out; click to go there.

import { useEffect, useRef } from "preact/hooks";
import { paintAt } from "../format/paint.ts";
import type { Step, StepKind } from "../queries/steps.ts";
import { theme } from "../state/settings.ts";

interface MinimapProps {
  readonly steps: readonly Step[];
  /** Rows in sight. */
  readonly first: number;
  readonly last: number;
  readonly onGo: (index: number) => void;
}

const colors: Readonly<Record<StepKind, string>> = {
  prompt: "--prompt",
  answer: "--answer",
  message: "--message",
  tool: "--tool",
  event: "--bar",
  log: "--amber-bar",
  error: "--red-bar",
};

export function Minimap({ steps, first, last, onGo }: MinimapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const places = useRef<readonly number[]>([]);
  const chosenTheme = theme.value;
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    places.current = placesOf(steps);
    const paint = () => draw(element, steps, places.current, first, last);
    paint();
    const observer = new ResizeObserver(paint);
    observer.observe(element);
    return () => observer.disconnect();
  }, [steps, first, last, chosenTheme]);
  const go = (event: PointerEvent) => {
    const element = canvas.current;
    if (element === null || event.buttons === 0) return;
    const wanted = (event.offsetY - edge) / (element.clientHeight - 2 * edge);
    const index = places.current.findIndex((place) => place >= wanted);
    onGo(index < 0 ? steps.length - 1 : index);
  };
  return (
    <canvas
      ref={canvas}
      class="minimap"
      role="img"
      aria-label="Map of the session"
      onPointerDown={go}
      onPointerMove={go}
    />
  );
}

/** Where each step lies, from 0 to 1; a wait counts at most as ten usual ones, so that one night does not hide a day. */
function placesOf(steps: readonly Step[]): readonly number[] {
  const waits = steps.map(({ sinceMs }) => Math.max(0, sinceMs ?? 0));
  const usual = waits.filter((wait) => wait > 0).sort((a, b) => a - b);
  const cap = 10 * (usual[Math.floor(usual.length * 0.75)] ?? 1);
  let sum = 0;
  const sums = waits.map((wait) => {
    sum += Math.min(wait, cap) + cap / 200;
    return sum;
  });
  const begin = sums[0] ?? 0;
  return sums.map((one) => (sum === begin ? 0 : (one - begin) / (sum - begin)));
}

const edge = 4;

function draw(
  element: HTMLCanvasElement,
  steps: readonly Step[],
  places: readonly number[],
  first: number,
  last: number,
): void {
  const { clientWidth: width, clientHeight: height } = element;
  const ratio = devicePixelRatio;
  element.width = Math.round(width * ratio);
  element.height = Math.round(height * ratio);
  const context = element.getContext("2d");
  if (context === null) return;
  context.scale(ratio, ratio);
  const color = paintAt(element);
  const y = (place: number | undefined) => edge + (place ?? 0) * (height - 2 * edge);
  const top = y(places[Math.min(first, places.length - 1)]);
  const bottom = y(places[Math.max(0, Math.min(last, places.length) - 1)]);
  context.fillStyle = color("--bar-tint");
  context.fillRect(0, top - 2, width, Math.max(6, bottom - top + 4));
  for (const [at, step] of steps.entries()) {
    context.fillStyle = color(colors[step.kind]);
    const wide = step.kind === "tool" || step.kind === "answer" ? 0.55 : 0.3;
    context.fillRect(0, y(places[at]) - 1, width * wide, 1.5);
  }
  // Failures have a lane of their own: among thousands of steps they would be hidden, or hide the others.
  context.fillStyle = color("--red-bar");
  for (const [at, step] of steps.entries()) {
    if (step.isFailed) context.fillRect(width * 0.68, y(places[at]) - 1, width * 0.32, 2);
  }
}
