// Times and durations for people.

/** `2026-01-15 10:30:00Z` of a bundle's UTC text; as it stands when it is something else. */
export function shortTime(time: string): string {
  return time.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(\.\d+)?Z$/, "$1 $2Z");
}

/** From one time to another, and how long that is. */
export function span(from: string, to: string | null): string {
  if (to === null) return `from ${shortTime(from)}`;
  const milliseconds = Date.parse(to) - Date.parse(from);
  const sameDay = from.slice(0, 10) === to.slice(0, 10);
  const end = sameDay ? shortTime(to).slice(11) : shortTime(to);
  return `${shortTime(from)} to ${end} (${duration(milliseconds)})`;
}

export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 1) return `${Math.round(milliseconds)} ms`;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${minutes % 60} min`;
  return `${Math.round(hours / 24)} days`;
}
