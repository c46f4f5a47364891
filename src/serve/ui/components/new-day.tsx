// The day, said once: on the row where it begins.

import { day, instant } from "../format/times.ts";
import { zone } from "../state/settings.ts";

/** Null: the row before is of the same day, or one of them states no time. */
export function dayBegun(at: string | null, before: string | "none" | null): string | null {
  const ms = instant(at);
  if (ms === null || before === null) return null;
  const shown = day(ms, zone.value);
  if (before === "none") return shown;
  const msBefore = instant(before);
  return msBefore === null || day(msBefore, zone.value) === shown ? null : shown;
}

export function NewDay({ name }: { readonly name: string | null }) {
  return name === null ? null : <span class="new-day">{name}</span>;
}
