// The Gregorian calendar, reckoned backwards without end, as ISO 8601 has it.

const DAY = 86_400;
/** 0000-01-01T00:00:00Z and 9999-12-31T23:59:59Z. */
const FIRST_SECOND = -62_167_219_200;
const LAST_SECOND = 253_402_300_799;
const DAYS_BEFORE_EPOCH = 719_468;
const DAYS_OF_400_YEARS = 146_097;

const PAIRS = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, "0"));

/** The number of two digits at `at`, or -1 where there are none. */
export function digitPair(text: string, at: number): number {
  if (at + 1 >= text.length) return -1;
  const tens = text.charCodeAt(at) - 0x30;
  const ones = text.charCodeAt(at + 1) - 0x30;
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
}

export function isDate(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  return day <= 28 || day <= daysInMonth(year, month);
}

/** The seconds from 1970 to the begin of a day. Method: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (years that begin in March). */
export function epochSeconds(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return (era * DAYS_OF_400_YEARS + dayOfEra - DAYS_BEFORE_EPOCH) * DAY;
}

/** The text of a time after 1970; null outside the years 0 to 9999 or for NaN. */
export function utcText(seconds: number, micros: number): string | null {
  if (!(seconds >= FIRST_SECOND && seconds <= LAST_SECOND)) return null;
  const days = Math.floor(seconds / DAY);
  const time = seconds - days * DAY;
  const [hour, minute, second] = [Math.floor(time / 3600), Math.floor(time / 60) % 60, time % 60];
  return `${dateText(days)}T${pair(hour)}:${pair(minute)}:${pair(second)}.${String(micros).padStart(6, "0")}Z`;
}

function dateText(days: number): string {
  const shifted = days + DAYS_BEFORE_EPOCH;
  const era = Math.floor(shifted / DAYS_OF_400_YEARS);
  const dayOfEra = shifted - era * DAYS_OF_400_YEARS;
  const leapDays = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${pair(Math.floor(year / 100))}${pair(year % 100)}-${pair(month)}-${pair(day)}`;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Two digits of a number from 0 to 99. */
function pair(number: number): string {
  return PAIRS[number] ?? String(number);
}
