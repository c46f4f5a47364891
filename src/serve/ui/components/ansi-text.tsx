// Terminal output with its colours. Only colours and weights are kept; all other control sequences are left out of the view.

interface Style {
  readonly color: number | null;
  readonly isBold: boolean;
  readonly isDim: boolean;
}

const plain: Style = { color: null, isBold: false, isDim: false };

// biome-ignore lint/complexity/useRegexLiterals: a literal would hold the control character itself
const sequence = new RegExp(
  "\\u001b(?:\\[([0-9;?]*)([A-Za-z])|\\][^\\u0007\\u001b]*(?:\\u0007|\\u001b\\\\)|[()][A-Z0-9]|[=>78])",
  "g",
);

export function hasAnsi(text: string): boolean {
  return text.includes("\u001b[");
}

export function AnsiText({ text }: { readonly text: string }) {
  return (
    <pre class="text">
      {runsOf(text).map(({ style, text: run }, at) => (
        <span key={at} class={classOf(style)}>
          {run}
        </span>
      ))}
    </pre>
  );
}

interface Run {
  readonly style: Style;
  readonly text: string;
}

function runsOf(text: string): Run[] {
  const runs: Run[] = [];
  let style = plain;
  let from = 0;
  for (const match of text.matchAll(sequence)) {
    if (match.index > from) runs.push({ style, text: text.slice(from, match.index) });
    from = match.index + match[0].length;
    if (match[2] === "m") style = styled(style, match[1] ?? "");
  }
  if (from < text.length) runs.push({ style, text: text.slice(from) });
  return runs;
}

function styled(before: Style, codes: string): Style {
  let style = before;
  const numbers = codes.split(";").map(Number);
  for (let at = 0; at < numbers.length; at += 1) {
    const code = numbers[at] ?? 0;
    if (code === 0) style = plain;
    else if (code === 1) style = { ...style, isBold: true };
    else if (code === 2) style = { ...style, isDim: true };
    else if (code === 22) style = { ...style, isBold: false, isDim: false };
    else if (code >= 30 && code <= 37) style = { ...style, color: code - 30 };
    else if (code >= 90 && code <= 97) style = { ...style, color: code - 90 };
    else if (code === 39) style = { ...style, color: null };
    // Extended colours take their numbers along; they are shown in the usual colour.
    else if (code === 38 || code === 48) at += numbers[at + 1] === 5 ? 2 : 4;
  }
  return style;
}

function classOf({ color, isBold, isDim }: Style): string {
  return [color === null ? "" : `ansi-${color}`, isBold ? "ansi-bold" : "", isDim ? "ansi-dim" : ""].join(" ").trim();
}
