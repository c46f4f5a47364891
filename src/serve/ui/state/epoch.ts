// Counts how often what the server said before may have become untrue.

import { signal } from "@preact/signals";

export const epoch = signal(0);

/** Everything in sight is asked for again; until it comes the page shows what it has. */
export function forgetAnswers(): void {
  epoch.value += 1;
}
