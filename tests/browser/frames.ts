// Looks at a list while it scrolls.

import type { Page } from "playwright-core";

export interface Frames {
  readonly seen: number;
  /** Frames in which a place of the list showed no row at all. */
  readonly empty: number;
  /** Frames in which a row was there whose content was not. */
  readonly coming: number;
  /** Milliseconds. */
  readonly longest: number;
}

/** Scrolls a screen a frame, quicker and quicker, and looks at five places of the list each time. */
export function scrolled(page: Page, list: string, steps = 120): Promise<Frames> {
  return page.evaluate(scrollAndLook, { list, steps });
}

export function sentenceOf({ seen, empty, coming, longest }: Frames): string {
  return `${seen} frames while scrolling, ${empty} empty, ${coming} with rows still coming, longest ${Math.round(longest)} ms`;
}

/** Runs in the page. */
async function scrollAndLook({
  list: name,
  steps,
}: {
  readonly list: string;
  readonly steps: number;
}): Promise<Frames> {
  const list = document.querySelector(name);
  if (list === null) throw new Error("The page shows no list.");
  const box = list.getBoundingClientRect();
  const places = [0.02, 0.25, 0.5, 0.75, 0.97].map((part) => box.top + box.height * part);
  let [seen, empty, coming, longest, before] = [0, 0, 0, 0, performance.now()];
  for (let step = 1; step <= steps; step += 1) {
    list.scrollTop += step < 60 ? 200 : box.height * 0.9;
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const rows = places.map((y) => document.elementFromPoint(box.left + 40, y)?.closest(".row") ?? null);
    seen += 1;
    if (rows.some((row) => row === null)) empty += 1;
    if (rows.some((row) => row?.classList.contains("row-coming"))) coming += 1;
    longest = Math.max(longest, performance.now() - before);
    before = performance.now();
  }
  return { seen, empty, coming, longest };
}
