// Shows on the terminal how far reading is.

import type { CreateObserver } from "../../operations/create.ts";
import { startProgress } from "../../terminal/progress.ts";
import type { Streams } from "../line/streams.ts";

/** `end` takes the line away. */
export interface ShownIngest extends CreateObserver, Disposable {}

export function ingestObserver({ notes, quiet }: Streams): ShownIngest {
  const progress = quiet ? null : startProgress(notes, { label: "reading", unit: "bytes" });
  let done = 0;
  return {
    reading: (path) => progress?.label(path),
    bytes(count) {
      done += count;
      progress?.at(done);
    },
    source: () => undefined,
    problem: () => undefined,
    step(name) {
      progress?.label(name);
      progress?.at(done);
    },
    [Symbol.dispose]: () => progress?.end(),
  };
}
