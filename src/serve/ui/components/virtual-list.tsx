// A list of any length of which only the rows in sight exist. Rows have one height, so that a place in the list is a number.

import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { keepScroll, keptScroll } from "../state/location.ts";
import { useRowFocus } from "../state/row-focus.ts";
import { rowHeight } from "../state/row-height.ts";

interface VirtualListProps {
  /** Names the list, so that going back finds the place again. */
  readonly name: string;
  readonly label: string;
  readonly count: number;
  readonly row: (index: number) => ComponentChildren;
  /** Told whenever other rows come into sight. */
  readonly onSight?: (first: number, last: number) => void;
  /** Stays on top; then rows may be wider than the list. */
  readonly header?: ComponentChildren;
  /** Of header and rows, in pixels. */
  readonly width?: number;
  /** A row to bring into sight when this changes. */
  readonly reveal?: number | null;
  /** A row to go to, once for each object, whatever is revealed. */
  readonly goal?: { readonly index: number } | null;
}

/** Browsers draw no elements much taller than this. */
const tallest = 12_000_000;
/** Rows kept ready outside of sight, so that fast scrolling never meets an empty frame. */
const spare = 30;

export function VirtualList({
  name,
  label,
  count,
  row,
  onSight,
  header,
  width,
  reveal = null,
  goal = null,
}: VirtualListProps) {
  const box = useRef<HTMLElement>(null);
  useRowFocus(box);
  const height = rowHeight.value;
  const [top, setTop] = useState(0);
  const topNow = useRef(0);
  const [sight, setSight] = useState(() => innerHeight);
  const full = count * height;
  const drawn = Math.min(full, tallest);
  // Beyond the tallest element the scroll bar is a scale: `top` counts in rows, the element in its own pixels.
  const scale = drawn <= sight ? 1 : (full - sight) / (drawn - sight);

  const show = (rowsTop: number) => {
    const element = box.current;
    if (element === null) return;
    const next = Math.max(0, Math.min(full - sight, rowsTop));
    element.scrollTop = next / scale;
    topNow.current = next;
    setTop(next);
  };

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const measure = () => setSight(element.clientHeight);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(() => {
    const kept = keptScroll(name);
    if (count > 0 && (kept > 0 || reveal === null)) show(kept);
  }, [name, count > 0]);

  useLayoutEffect(() => {
    if (reveal === null || count === 0) return;
    const at = reveal * height;
    const isInSight = at >= topNow.current && at + height <= topNow.current + sight;
    if (!isInSight) show(at - Math.max(0, sight / 2 - height));
  }, [reveal, count > 0, sight]);

  useLayoutEffect(() => {
    if (goal !== null) show(goal.index * height - sight / 4);
  }, [goal]);

  useEffect(() => {
    const element = box.current;
    if (element === null || scale === 1) return;
    const roll = (event: WheelEvent) => {
      if (event.ctrlKey || event.deltaMode !== 0) return;
      event.preventDefault();
      show(top + event.deltaY);
    };
    element.addEventListener("wheel", roll, { passive: false });
    return () => element.removeEventListener("wheel", roll);
  });

  const first = Math.max(0, Math.floor(top / height) - spare);
  const last = Math.min(count, Math.ceil((top + sight) / height) + spare);
  useEffect(() => onSight?.(first, last), [first, last, count]);

  const scrolled = () => {
    const element = box.current;
    if (element === null) return;
    const expected = top / scale;
    if (Math.abs(element.scrollTop - expected) >= 1) {
      topNow.current = element.scrollTop * scale;
      setTop(topNow.current);
    }
    keepScroll(name, element.scrollTop * scale);
  };

  const rows = [];
  for (let index = first; index < last; index += 1) rows.push(row(index));
  const shift = first * height - top + top / scale;
  return (
    <section
      class={width === undefined ? "list" : "list list-wide"}
      ref={box}
      onScroll={scrolled}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={label}
    >
      {header}
      <div
        class="list-canvas"
        style={{ height: `${drawn}px`, ...(width === undefined ? {} : { minWidth: `${width}px` }) }}
      >
        <div class="list-rows" style={{ transform: `translateY(${Math.max(0, shift)}px)` }}>
          {rows}
        </div>
      </div>
    </section>
  );
}
