// The whole session on a thin strip: time runs down, stretches without a step are cut short, failures have a lane; click to go there.

import { useEffect, useMemo, useRef } from "preact/hooks";
import { paintAt } from "../format/paint.ts";
import { utcText } from "../format/times.ts";
import type { SessionMap } from "../queries/session-map.ts";
import type { StepKind } from "../queries/steps.ts";
import { theme } from "../state/settings.ts";
import { linesOf, type MapLine, placeOn, timeOn } from "./minimap-lines.ts";

interface MinimapProps {
  readonly map: SessionMap;
  readonly hidden: readonly StepKind[];
  readonly allLogs: boolean;
  /** Milliseconds of the first and last step in sight; null: not known. */
  readonly from: number | null;
  readonly to: number | null;
  /** To the first step at or behind a time. */
  readonly onGo: (time: string) => void;
}

const edge = 3;
/** Of a line, so that few steps are not spread over the whole strip. */
const tallest = 14;

function lengthOn(element: HTMLElement, lines: readonly MapLine[]): number {
  return Math.min(element.clientHeight - 2 * edge, tallest * lines.length);
}

export function Minimap({ map, hidden, allLogs, from, to, onGo }: MinimapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const hiddenKey = hidden.join();
  const lines = useMemo(() => linesOf(map, hidden, allLogs), [map, hiddenKey, allLogs]);
  const chosenTheme = theme.value;
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const paint = () => draw(element, lines, sightOn(lines, from, to));
    paint();
    const observer = new ResizeObserver(paint);
    observer.observe(element);
    return () => observer.disconnect();
  }, [lines, from, to, chosenTheme]);
  if (lines.length === 0) return null;
  const go = (event: PointerEvent) => {
    const element = canvas.current;
    if (element === null || event.buttons === 0) return;
    const part = (event.offsetY - edge) / lengthOn(element, lines);
    onGo(utcText(timeOn(lines, part)));
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

type Sight = readonly [top: number, bottom: number] | null;

function sightOn(lines: readonly MapLine[], from: number | null, to: number | null): Sight {
  return from === null || to === null ? null : [placeOn(lines, from), placeOn(lines, to)];
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

function draw(element: HTMLCanvasElement, lines: readonly MapLine[], sight: Sight): void {
  const { clientWidth: width, clientHeight: height } = element;
  element.width = Math.round(width * devicePixelRatio);
  element.height = Math.round(height * devicePixelRatio);
  const context = element.getContext("2d");
  if (context === null) return;
  context.scale(devicePixelRatio, devicePixelRatio);
  const color = paintAt(element);
  const length = lengthOn(element, lines);
  const tall = length / lines.length;
  if (sight !== null) {
    context.fillStyle = color("--chosen");
    const top = edge + sight[0] * length;
    const long = Math.max(5, (sight[1] - sight[0]) * length + 4);
    context.fillRect(0, top - 2, width, long);
    context.fillStyle = color("--link");
    context.fillRect(0, top - 2, 2, long);
    context.fillRect(width - 2, top - 2, 2, long);
  }
  const thick = Math.min(4, Math.max(1, tall - 0.5));
  for (const [at, line] of lines.entries()) {
    const y = edge + at * tall + Math.max(0, (tall - thick) / 2);
    if (line.isGap) {
      context.fillStyle = color("--strong-hair");
      for (let x = 4; x < width * 0.62; x += 4) context.fillRect(x, y, 1.5, Math.min(thick, 1));
    }
    let x = 3;
    for (const { kind, part } of line.kinds) {
      context.fillStyle = color(colors[kind]);
      const long = Math.max(2, part * width * 0.6);
      context.fillRect(x, y, long, thick);
      x += long;
    }
    // Failures have a lane of their own: among thousands of steps they would be hidden, or hide the others.
    if (line.failures > 0) {
      context.fillStyle = color("--red-bar");
      context.fillRect(width * 0.72, y, width * 0.2, Math.max(2, thick));
    }
  }
}
