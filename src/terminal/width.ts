// How many columns of a terminal a text takes: CJK characters and emoji take two, combining marks none.

/** Of text without control characters. */
export function displayWidth(text: string): number {
  return Bun.stringWidth(text);
}

/** At most `width` columns, with `…` at the end where something was cut; no character is cut in two. */
export function cutToWidth(text: string, width: number): string {
  // A character takes at most two columns, so most texts need no measuring.
  if (text.length * 2 <= width || displayWidth(text) <= width) return text;
  if (width < 1) return "";
  let kept = "";
  let used = 1;
  // No visible character is as long as this, whatever marks it carries.
  for (const { segment } of new Intl.Segmenter().segment(text.slice(0, width * 64))) {
    used += displayWidth(segment);
    if (used > width) break;
    kept += segment;
  }
  return `${kept}…`;
}
