// A unified diff with its added and removed lines told apart by sign and tint.

export function looksLikeDiff(text: string): boolean {
  return /^diff --git /m.test(text) || (/^--- /m.test(text) && /^\+\+\+ /m.test(text) && /^@@ /m.test(text));
}

export function DiffText({ text }: { readonly text: string }) {
  return (
    <pre class="text diff">
      {text.split("\n").map((line, at) => (
        <span key={at} class={toneOf(line)}>
          {line}
          {"\n"}
        </span>
      ))}
    </pre>
  );
}

function toneOf(line: string): string {
  if (/^(\+\+\+|---|diff |index )/.test(line)) return "diff-head";
  if (line.startsWith("@@")) return "diff-place";
  if (line.startsWith("+")) return "diff-added";
  return line.startsWith("-") ? "diff-removed" : "";
}
