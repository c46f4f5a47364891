// Numbers as people read them; the exact value always stays one hover away.

const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 3 });

export function exactNumber(value: number | bigint): string {
  return grouped.format(value);
}

/** 1,234 · 12.3k · 4.56M */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (size < 10_000) return exactNumber(Math.round(value * 10) / 10);
  if (size < 999_950) return `${trimmed(value / 1000)}k`;
  return size < 999_950_000 ? `${trimmed(value / 1e6)}M` : `${trimmed(value / 1e9)}G`;
}

/** 41 ms · 1.3 s · 2 m 04 s · 3 h 07 m · 5 d · 31 y */
export function duration(ms: number): string {
  const sign = ms < 0 ? "−" : "";
  const size = Math.abs(ms);
  if (size < 1) return `${sign}${size === 0 ? "0" : size.toPrecision(2)} ms`;
  if (size < 1000) return `${sign}${Math.round(size)} ms`;
  if (size < 59_950) return `${sign}${(size / 1000).toFixed(1)} s`;
  const seconds = Math.round(size / 1000);
  if (seconds < 3600) return `${sign}${Math.floor(seconds / 60)} m ${two(seconds % 60)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 48 * 60) return `${sign}${Math.floor(minutes / 60)} h ${two(minutes % 60)} m`;
  const days = Math.round(minutes / 1440);
  return days < 10_000 ? `${sign}${exactNumber(days)} d` : `${sign}${exactNumber(Math.round(days / 365.25))} y`;
}

/** 999 B · 1.4 kB · 12.3 MB */
export function bytes(size: number): string {
  if (size < 1000) return `${size} B`;
  const units = ["kB", "MB", "GB", "TB"];
  let value = size / 1000;
  let unit = 0;
  for (; value >= 999.95 && unit < units.length - 1; unit += 1) value /= 1000;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${exactNumber(count)} ${count === 1 ? one : many}`;
}

function trimmed(value: number): string {
  return Math.abs(value) < 100 ? value.toFixed(1).replace(/\.0$/, "") : String(Math.round(value));
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
