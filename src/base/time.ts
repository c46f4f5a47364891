// Times as bundles keep them: UTC text `YYYY-MM-DDTHH:MM:SS.ffffff` + `Z`, which sorts as it runs. No zone of the host, no Date.

import { digitPair, epochSeconds, isDate, utcText } from "./time/calendar.ts";

export interface ReadTime {
  /** `YYYY-MM-DDTHH:MM:SS.ffffffZ`; digits beyond the microsecond are cut off. */
  readonly utc: string;
  /** Whether the text named its zone; a time without one is read as UTC. */
  readonly zone: "stated" | "assumed";
}

const MICROS = 1_000_000;
const SECONDS_LENGTH = "YYYY-MM-DDTHH:MM:SS".length;
const SPACE = 0x20;
const COMMA = 0x2c;
const HYPHEN = 0x2d;
const DOT = 0x2e;
const COLON = 0x3a;
const UPPER_T = 0x54;
const UPPER_Z = 0x5a;

/**
 * Reads an ISO 8601 time of day on a date, or returns null.
 *
 * Taken: `T`, `t` or a space between date and time; seconds may be absent; any number of digits after `.` or `,`; `Z`, `UTC`, `GMT`,
 * `+05:30`, `+0530`, `+05`, `+05:30:15` or no zone, with a space before it or not; the basic form `20261121T074340`; blanks around it.
 * Not taken: dates alone (they name no time), impossible dates and times, `24:00`, and results before year 0 or after 9999.
 * A leap second (`:60`) is read as the last microsecond of its minute: it stays behind all that came before it, and SQLite,
 * Python and JavaScript can read the result.
 */
export function readTime(text: string): ReadTime | null {
  return readCommonTime(text) ?? readAnyTime(text);
}

/** Null when the number is not finite or the time lies outside the years 0 to 9999; fractions are rounded to the microsecond. */
export function timeFromEpochMs(milliseconds: number | bigint): string | null {
  if (typeof milliseconds === "bigint") return timeFromEpochNanos(milliseconds * 1_000_000n);
  const seconds = Math.floor(milliseconds / 1000);
  return fromParts(seconds, Math.round((milliseconds - seconds * 1000) * 1000));
}

/** As `timeFromEpochMs`; digits beyond the microsecond are cut off. */
export function timeFromEpochNanos(nanoseconds: bigint): string | null {
  const rest = ((nanoseconds % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  return fromParts(Number((nanoseconds - rest) / 1_000_000_000n), Number(rest / 1000n));
}

/** `to` minus `from` in milliseconds, exact to the microsecond; both must be as this module writes them. */
export function millisecondsBetween(from: string, to: string): number {
  const seconds = secondsOf(to) - secondsOf(from);
  const micros = Number(to.slice(20, 26)) - Number(from.slice(20, 26));
  return (seconds * MICROS + micros) / 1000;
}

/** The forms `2026-11-21T07:43:40[.928[846]]` with `Z`, `+00:00` or nothing, which need no arithmetic; null for all others. */
function readCommonTime(text: string): ReadTime | null {
  const zoneLength = text.charCodeAt(text.length - 1) === UPPER_Z ? 1 : text.endsWith("+00:00") ? 6 : 0;
  const fractionLength = text.length - zoneLength - SECONDS_LENGTH;
  if (fractionLength !== 7 && fractionLength !== 4 && fractionLength !== 0) return null;
  if (!isDateAndTime(text)) return null;
  if (fractionLength > 0 && !isFraction(text, SECONDS_LENGTH, SECONDS_LENGTH + fractionLength)) return null;

  const zone = zoneLength === 0 ? "assumed" : "stated";
  const isCanonical =
    text.charCodeAt(10) === UPPER_T && (fractionLength === 0 || text.charCodeAt(SECONDS_LENGTH) === DOT);
  if (isCanonical && fractionLength === 7) return { utc: zoneLength === 1 ? text : `${text.slice(0, 26)}Z`, zone };
  const seconds = isCanonical
    ? text.slice(0, SECONDS_LENGTH)
    : `${text.slice(0, 10)}T${text.slice(11, SECONDS_LENGTH)}`;
  const fraction = text.slice(SECONDS_LENGTH + 1, SECONDS_LENGTH + fractionLength);
  return { utc: `${seconds}.${fraction}${"000000".slice(fraction.length)}Z`, zone };
}

/** Whether the text begins with a possible `YYYY-MM-DDTHH:MM:SS`, or one with a space for the `T`. */
function isDateAndTime(text: string): boolean {
  if (text.charCodeAt(4) !== HYPHEN || text.charCodeAt(7) !== HYPHEN) return false;
  if (text.charCodeAt(13) !== COLON || text.charCodeAt(16) !== COLON) return false;
  if (text.charCodeAt(10) !== UPPER_T && text.charCodeAt(10) !== SPACE) return false;
  const century = digitPair(text, 0);
  const year = digitPair(text, 2);
  const hour = digitPair(text, 11);
  const minute = digitPair(text, 14);
  const second = digitPair(text, 17);
  if (century < 0 || year < 0 || hour < 0 || minute < 0 || second < 0) return false;
  if (hour > 23 || minute > 59 || second > 59) return false;
  return isDate(century * 100 + year, digitPair(text, 5), digitPair(text, 8));
}

function isFraction(text: string, start: number, end: number): boolean {
  const mark = text.charCodeAt(start);
  if (mark !== DOT && mark !== COMMA) return false;
  for (let at = start + 1; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x30 || code > 0x39) return false;
  }
  return true;
}

const ZONE = String.raw`(?:\s?(Z|UTC|GMT)|\s?([+-])(\d\d)(?::?(\d\d)(?::?(\d\d))?)?)?`;
const EXTENDED = new RegExp(String.raw`^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d*))?)?${ZONE}$`, "i");
const BASIC = new RegExp(String.raw`^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(?:(\d\d)(?:[.,](\d*))?)?${ZONE}$`, "i");

function readAnyTime(text: string): ReadTime | null {
  const trimmed = text.trim();
  const parts = EXTENDED.exec(trimmed) ?? BASIC.exec(trimmed);
  if (parts === null) return null;
  const part = (index: number) => Number(parts[index] ?? 0);
  const [year, month, day] = [part(1), part(2), part(3)];
  const [hour, minute, second] = [part(4), part(5), part(6)];
  if (!isDate(year, month, day) || hour > 23 || minute > 59 || second > 60) return null;
  const [fraction = "", namedZone, sign] = [parts[7], parts[8], parts[9]];
  const [zoneHour, zoneMinute, zoneSecond] = [part(10), part(11), part(12)];
  if (zoneHour > 23 || zoneMinute > 59 || zoneSecond > 59) return null;

  const isLeap = second === 60;
  const offset = (zoneHour * 3600 + zoneMinute * 60 + zoneSecond) * (sign === "-" ? -1 : 1);
  const seconds = epochSeconds(year, month, day) + hour * 3600 + minute * 60 + (isLeap ? 59 : second) - offset;
  const utc = fromParts(seconds, isLeap ? MICROS - 1 : Number(fraction.slice(0, 6).padEnd(6, "0")));
  if (utc === null) return null;
  return { utc, zone: namedZone === undefined && sign === undefined ? "assumed" : "stated" };
}

/** `micros` may have been rounded up to a whole second. */
function fromParts(seconds: number, micros: number): string | null {
  return micros === MICROS ? utcText(seconds + 1, 0) : utcText(seconds, micros);
}

function secondsOf(utc: string): number {
  const days = epochSeconds(Number(utc.slice(0, 4)), digitPair(utc, 5), digitPair(utc, 8));
  return days + digitPair(utc, 11) * 3600 + digitPair(utc, 14) * 60 + digitPair(utc, 17);
}
