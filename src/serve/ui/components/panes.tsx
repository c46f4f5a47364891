// Panes side by side that can be resized and folded; on a narrow screen one at a time.

import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { useKeys } from "../state/keys.ts";
import { isNarrow } from "../state/narrow.ts";
import { keep, stored } from "../state/settings.ts";

interface PanesProps {
  readonly name: string;
  readonly left?: ComponentChildren;
  readonly leftTitle?: string;
  readonly middle: ComponentChildren;
  readonly right?: ComponentChildren;
  readonly rightTitle?: string;
  /** On a narrow screen: which one is seen. */
  readonly narrow: "left" | "middle" | "right";
}

const widths = signal<Readonly<Record<string, number>>>({});
const folded = signal<Readonly<Record<string, boolean>>>({});

export function Panes({ name, left, leftTitle = "list", middle, right, rightTitle = "detail", narrow }: PanesProps) {
  const leftWidth = widthOf(`${name}.left`, innerWidth < 1200 ? 200 : 240);
  const rightWidth = widthOf(`${name}.right`, Math.round(Math.min(560, Math.max(320, innerWidth * 0.28))));
  const isThere = (pane: ComponentChildren) => pane !== undefined && pane !== null && pane !== false;
  const hasLeft = isThere(left) && !isFolded(`${name}.left`);
  const hasRight = isThere(right) && !isFolded(`${name}.right`);
  useKeys("Panes", [
    { key: "[", does: `fold the ${leftTitle}`, run: () => fold(`${name}.left`) },
    { key: "]", does: `fold the ${rightTitle}`, run: () => fold(`${name}.right`) },
  ]);
  const [isLeftAsked, askLeft] = useState(false);
  const seen = isLeftAsked && narrow === "middle" ? "left" : narrow;
  return (
    <div class="panes" data-narrow={seen}>
      {hasLeft && narrow === "middle" && (
        <button type="button" class="pane-switch" aria-expanded={isLeftAsked} onClick={() => askLeft(!isLeftAsked)}>
          {isLeftAsked ? "Back" : `Show the ${leftTitle}`}
        </button>
      )}
      {isThere(left) && !hasLeft && <Unfold name={`${name}.left`} title={leftTitle} sign="›" keyName="[" />}
      {hasLeft && (
        <section class="pane pane-left" style={{ "--width": `${leftWidth}px` }} aria-label={leftTitle}>
          {left}
        </section>
      )}
      {hasLeft && <Divider name={`${name}.left`} width={leftWidth} sign={1} label={`Width of the ${leftTitle}`} />}
      <section class="pane pane-middle">{middle}</section>
      {hasRight && <Divider name={`${name}.right`} width={rightWidth} sign={-1} label={`Width of the ${rightTitle}`} />}
      {hasRight && (
        <section class="pane pane-right" style={{ "--width": `${rightWidth}px` }} aria-label={rightTitle}>
          {right}
        </section>
      )}
      {isThere(right) && !hasRight && <Unfold name={`${name}.right`} title={rightTitle} sign="‹" keyName="]" />}
    </div>
  );
}

interface UnfoldProps {
  readonly name: string;
  readonly title: string;
  readonly sign: string;
  readonly keyName: string;
}

/** What is left of a folded pane. */
function Unfold({ name, title, sign, keyName }: UnfoldProps) {
  return (
    <button
      type="button"
      class="unfold"
      onClick={() => fold(name)}
      aria-label={`Show the ${title}`}
      title={`Show the ${title} (${keyName})`}
    >
      {sign}
    </button>
  );
}

interface DividerProps {
  readonly name: string;
  readonly width: number;
  /** 1: the pane before it grows to the right; -1: the pane behind it grows to the left. */
  readonly sign: 1 | -1;
  readonly label: string;
}

const narrowest = 140;
const widest = 1400;

function Divider({ name, width, sign, label }: DividerProps) {
  const drag = (event: PointerEvent) => {
    if (!(event.currentTarget instanceof HTMLElement)) return;
    const handle = event.currentTarget;
    const from = event.clientX;
    handle.setPointerCapture(event.pointerId);
    handle.onpointermove = (move) => setWidth(name, width + sign * (move.clientX - from));
    handle.onpointerup = () => {
      handle.onpointermove = null;
    };
  };
  const step = (event: KeyboardEvent) => {
    const direction = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (direction === 0) return;
    event.preventDefault();
    setWidth(name, width + direction * sign * 24);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that can be moved is no <hr>
    <div
      class="divider"
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={Math.round(width)}
      aria-valuemin={narrowest}
      aria-valuemax={widest}
      tabIndex={0}
      title="Drag to resize, double-click to fold"
      onPointerDown={drag}
      onKeyDown={step}
      onDblClick={() => fold(name)}
    />
  );
}

function widthOf(name: string, usual: number): number {
  const kept = widths.value[name] ?? Number(stored(`width.${name}`) ?? Number.NaN);
  return Number.isFinite(kept) ? kept : usual;
}

function setWidth(name: string, width: number): void {
  const fitting = Math.min(widest, Math.max(narrowest, width));
  widths.value = { ...widths.value, [name]: fitting };
  keep(`width.${name}`, String(fitting));
}

/** With room for one pane only nothing is folded away. */
function isFolded(name: string): boolean {
  return !isNarrow.value && (folded.value[name] ?? stored(`fold.${name}`) === "yes");
}

function fold(name: string): void {
  const next = !isFolded(name);
  folded.value = { ...folded.value, [name]: next };
  keep(`fold.${name}`, next ? "yes" : "no");
}
