// An open file does not change, so that what is dear to find out of it is found out once.

import type { ServedFile } from "../../operations/serving.ts";
import type { Visit } from "../visit.ts";

interface Kept {
  readonly answer: Promise<unknown>;
  readonly stop: AbortController;
  waiting: number;
  isDone: boolean;
}

const mostKept = 100;
const ofFiles = new WeakMap<ServedFile, Map<string, Kept>>();

/** `key` names the work and all that its answer depends on. The work ends when everybody who waits for it has left. */
export async function oncePerFile<T>(visit: Visit, key: string, work: (visit: Visit) => Promise<T>): Promise<T> {
  const ofFile = ofFiles.get(visit.file) ?? new Map<string, Kept>();
  ofFiles.set(visit.file, ofFile);
  const kept = ofFile.get(key) ?? begin(visit, ofFile, key, work);
  kept.waiting += 1;
  const leave = () => {
    kept.waiting -= 1;
    if (kept.waiting > 0 || kept.isDone) return;
    ofFile.delete(key);
    kept.stop.abort(visit.signal.reason);
  };
  if (visit.signal.aborted) leave();
  else visit.signal.addEventListener("abort", leave, { once: true });
  try {
    // What stands under a key was put there by the same work.
    return (await kept.answer) as T;
  } finally {
    visit.signal.removeEventListener("abort", leave);
  }
}

function begin(visit: Visit, ofFile: Map<string, Kept>, key: string, work: (visit: Visit) => Promise<unknown>): Kept {
  for (const old of [...ofFile.keys()].slice(0, -mostKept)) ofFile.delete(old);
  const stop = new AbortController();
  const kept: Kept = { answer: work({ ...visit, signal: stop.signal, lane: "scan" }), stop, waiting: 0, isDone: false };
  ofFile.set(key, kept);
  kept.answer.then(
    () => {
      kept.isDone = true;
    },
    // Whoever waits is told; whoever asks next tries again.
    () => ofFile.delete(key),
  );
  return kept;
}
