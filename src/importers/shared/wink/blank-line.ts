// What counts as a blank line of a JSON-lines file: JSON's own blanks, no other kind of space.

const BLANK = /^[ \t\r]*$/;

export function isBlank(text: string): boolean {
  return BLANK.test(text);
}
