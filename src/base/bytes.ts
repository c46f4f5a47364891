// Numbers of bytes for people.

const UNITS = ["kB", "MB", "GB", "TB", "PB"];

/** A size in decimal units, as in `512 B`, `2.3 MB`, `120 GB`; steps of 1,000. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  let size = bytes / 1000;
  let unit = 0;
  // 999.95 would be printed as 1000.
  while (size >= 999.5 && unit < UNITS.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${size < 99.95 ? size.toFixed(1) : size.toFixed(0)} ${UNITS[unit]}`;
}
