// Small values: times, durations, amounts, and what is not known.

import { bytes, duration, exactNumber, shortNumber } from "../format/amounts.ts";
import { clock, day, instant, zoneName } from "../format/times.ts";
import { zone } from "../state/settings.ts";

export function Unknown({ what = "unknown" }: { readonly what?: string }) {
  return <span class="unknown">{what}</span>;
}

interface TimeProps {
  readonly at: string | null;
  /** Also say the day. */
  readonly withDay?: boolean;
  /** What is said of it; the exact time is one hover away. */
  readonly to?: "millisecond" | "minute";
}

export function Time({ at, withDay = false, to = "millisecond" }: TimeProps) {
  const ms = instant(at);
  if (at === null) return <Unknown />;
  if (ms === null) return <span class="time">{at}</span>;
  const shown = clock(ms, zone.value);
  return (
    <time class="time" dateTime={at} title={`${at}\n${day(ms, zone.value)} ${shown} ${zoneName(zone.value)}`}>
      {withDay && <span class="time-day">{day(ms, zone.value)} </span>}
      {to === "minute" ? shown.slice(0, 5) : shown}
    </time>
  );
}

export function Duration({ ms }: { readonly ms: number | null }) {
  if (ms === null) return <Unknown />;
  return (
    <span class={ms >= 10_000 ? "number slow" : "number"} title={`${exactNumber(ms)} ms`}>
      {duration(ms)}
    </span>
  );
}

export function Amount({ value, unit = "" }: { readonly value: number | null; readonly unit?: string }) {
  if (value === null) return <Unknown />;
  return (
    <span class="number" title={`${exactNumber(value)}${unit === "" ? "" : ` ${unit}`}`}>
      {shortNumber(value)}
      {unit === "" ? "" : ` ${unit}`}
    </span>
  );
}

export function Bytes({ size }: { readonly size: number | null }) {
  if (size === null) return <Unknown />;
  return (
    <span class="number" title={`${exactNumber(size)} bytes`}>
      {bytes(size)}
    </span>
  );
}

/** The words of a status, with the colour that its meaning has. */
export function Status({ status }: { readonly status: string | null }) {
  if (status === null || status === "unknown") return <Unknown />;
  return <span class={`status status-${meaningOf(status)}`}>{status}</span>;
}

export function meaningOf(status: string): "bad" | "warn" | "good" | "plain" {
  if (/^(fail|error|crash|zombie|timeout|aborted|critical|fatal)/i.test(status)) return "bad";
  if (/^(denied|pending|stalled|escalat|partial|warn|cancel)/i.test(status)) return "warn";
  return /^(ok|success|completed|done|merged)/i.test(status) ? "good" : "plain";
}

/** Ids are long: head and tail are enough to tell them apart, the whole is one hover or copy away. */
export function shortId(id: string): string {
  return /^[0-9a-f-]{32,36}$/i.test(id) ? `${id.slice(0, 8)}…${id.slice(-3)}` : id;
}
