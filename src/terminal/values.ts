// One value as text for people.

import { formatBytes } from "../base/bytes.ts";
import { escapeControls } from "../base/text.ts";

/** What a cell of a table may hold. */
export type Cell = null | boolean | number | bigint | string | Uint8Array;

/** What steers a terminal is shown as an escape; nothing stands for what is unknown. */
export function cellText(value: Cell): string {
  if (value === null) return "";
  if (value instanceof Uint8Array) return `<${formatBytes(value.length)}>`;
  return typeof value === "string" ? escapeControls(value) : String(value);
}

export function isNumeric(value: Cell): boolean {
  return typeof value === "number" || typeof value === "bigint";
}
