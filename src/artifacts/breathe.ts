// Long loops let the event loop turn now and then, so that signals and progress are not kept waiting.

const PAUSE_MS = 50;
let lastTurn = performance.now();

/** Resolves at once, or after one turn of the event loop when the last turn is 50 ms ago or more. */
export function breathe(): Promise<void> | undefined {
  const now = performance.now();
  if (now - lastTurn < PAUSE_MS) return undefined;
  return new Promise((resolve) =>
    setImmediate(() => {
      lastTurn = performance.now();
      resolve();
    }),
  );
}
