// Whether there is room for one pane only.

import { signal } from "@preact/signals";

const query = matchMedia("(max-width: 760px)");

export const isNarrow = signal(query.matches);

query.addEventListener("change", () => {
  isNarrow.value = query.matches;
});
