// A few colours, each with one meaning; none where the reader asked for none or is no terminal.

export interface Colors {
  /** A failure. */
  error(text: string): string;
  /** Something to look at. */
  warning(text: string): string;
  /** Done, fine. */
  good(text: string): string;
  /** Headings. */
  strong(text: string): string;
  /** What may be skipped. */
  faint(text: string): string;
}

export const plain: Colors = { error: same, warning: same, good: same, strong: same, faint: same };

const painted: Colors = {
  error: sgr(31, 39),
  warning: sgr(33, 39),
  good: sgr(32, 39),
  strong: sgr(1, 22),
  faint: sgr(2, 22),
};

export interface ColorWish {
  readonly isTerminal: boolean;
  /** `--no-color` was given. */
  readonly isRefused?: boolean;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** `--no-color`, then NO_COLOR (https://no-color.org), then FORCE_COLOR, then whether it is a terminal that knows colours. */
export function colorsFor({ isTerminal, isRefused = false, environment = process.env }: ColorWish): Colors {
  if (isRefused || isSet(environment.NO_COLOR)) return plain;
  if (environment.FORCE_COLOR !== undefined) return ["0", "false"].includes(environment.FORCE_COLOR) ? plain : painted;
  return isTerminal && environment.TERM !== "dumb" ? painted : plain;
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "";
}

function sgr(on: number, off: number): (text: string) => string {
  return (text) => (text === "" ? "" : `\x1b[${on}m${text}\x1b[${off}m`);
}

function same(text: string): string {
  return text;
}
