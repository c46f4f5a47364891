// Rows are a little taller where fingers point.

import { signal } from "@preact/signals";

const coarse = matchMedia("(pointer: coarse)");

export const rowHeight = signal(heightFor(coarse.matches));

coarse.addEventListener("change", () => {
  rowHeight.value = heightFor(coarse.matches);
});

function heightFor(isCoarse: boolean): number {
  return isCoarse ? 28 : 24;
}
