// A time that a person writes.

import { UsageError } from "../../base/errors.ts";
import { readTime } from "../../base/time.ts";

/** UTC text of `2026-05-10`, `2026-05-10T09:30`, with or without a zone (none: UTC). Null stays null. */
export function moment(text: string | null, name: string): string | null {
  if (text === null) return null;
  const time = readTime(/^\d{4}-\d\d-\d\d$/.test(text.trim()) ? `${text.trim()}T00:00:00Z` : text);
  if (time === null)
    throw new UsageError(`${name} cannot be "${text}": it is a day or a time such as 2026-05-10 or 2026-05-10T09:30Z.`);
  return time.utc;
}
