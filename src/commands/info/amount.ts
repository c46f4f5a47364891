// Numbers for people.

/** `1,432`. */
export function count(number: number): string {
  return number.toLocaleString("en-US");
}

/** `1 source`, `12 sources`. */
export function amount(number: number, thing: string): string {
  return `${count(number)} ${thing}${number === 1 ? "" : "s"}`;
}
