// What large texts leave behind: the collector comes late, and several of them one after the other would take gigabytes.

const LARGE_TEXT = 1024 * 1024;
const MANY_VALUES = 20_000;
/** About what a value takes when its nodes are built. */
const VALUE_BYTES = 300;
const MOST_BYTES = 64 * 1024 * 1024;

let leftBytes = 0;

/** Call it before a text is built: what earlier ones left goes when it is much. Most texts are too small to be counted. */
export function collectLeftovers(): void {
  if (leftBytes < MOST_BYTES) return;
  leftBytes = 0;
  Bun.gc(true);
}

export function noteLeftovers(textLength: number, values: number): void {
  if (textLength > LARGE_TEXT || values > MANY_VALUES) leftBytes += textLength + values * VALUE_BYTES;
}
