// The exception that a Python traceback ends with.

export interface RaisedException {
  /** Class name as printed, for instance `json.decoder.JSONDecodeError`; null when the text names none. */
  readonly type: string | null;
  /** The exception's own lines, class name included. */
  readonly message: string;
}

const TRACEBACK =
  /(?:^|\n\n(?:During handling of the above|The above exception was)[^\n]*\n\n)Traceback \(most recent call last\):\n/g;
const EXCEPTION = /^(?<type>[A-Za-z_][\w.<>]*)(?::|$)/;

/** The last exception of a chain; a text without a traceback is its own message. */
export function raisedException(text: string): RaisedException {
  const headings = [...text.matchAll(TRACEBACK)];
  const last = headings.at(-1);
  if (last === undefined) return { type: null, message: text.trim() };
  const lines = text.slice(last.index + last[0].length).split("\n");
  const first = lines.findIndex((line) => line !== "" && !line.startsWith(" "));
  if (first < 0) return { type: null, message: text.trim() };
  const message = lines.slice(first).join("\n").trimEnd();
  return { type: EXCEPTION.exec(lines[first] ?? "")?.groups?.type ?? null, message };
}
