// Times: UTC text with microseconds in the bundle, the reader's zone on the page.

export type Zone = "local" | "utc";

/** Milliseconds since 1970 with a fraction; null for what is no such time. */
export function instant(text: string | null): number | null {
  if (text === null) return null;
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z$/.exec(text);
  if (match === null) return null;
  const [, whole = "", fraction = "0"] = match;
  const base = Date.parse(`${whole}Z`);
  return Number.isNaN(base) ? null : base + Number(`0.${fraction}`) * 1000;
}

/** As the bundle writes times, so that it compares as text. */
export function utcText(ms: number): string {
  const floor = Math.floor(ms);
  const micros = Math.min(999, Math.round((ms - floor) * 1000));
  return `${new Date(floor).toISOString().slice(0, -1)}${String(micros).padStart(3, "0")}Z`;
}

/** 10:04:01.120 */
export function clock(ms: number, zone: Zone, digits: 0 | 3 = 3): string {
  const date = new Date(ms);
  const [h, m, s] =
    zone === "utc"
      ? [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()]
      : [date.getHours(), date.getMinutes(), date.getSeconds()];
  const text = [h, m, s].map((part) => String(part).padStart(2, "0")).join(":");
  return digits === 0 ? text : `${text}.${String(date.getUTCMilliseconds()).padStart(3, "0")}`;
}

/** 2026-01-15 */
export function day(ms: number, zone: Zone): string {
  const date = new Date(ms);
  if (zone === "utc") return date.toISOString().slice(0, 10);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((part, at) => String(part).padStart(at === 0 ? 4 : 2, "0"))
    .join("-");
}

export function zoneName(zone: Zone): string {
  if (zone === "utc") return "UTC";
  const parts = new Intl.DateTimeFormat("en-US", { timeZoneName: "short" }).formatToParts(new Date());
  return parts.find((part) => part.type === "timeZoneName")?.value ?? "local";
}
