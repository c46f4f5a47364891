// The text of a file: Markdown, JSON, a diff or terminal output as such, everything else with line numbers.

import { useState } from "preact/hooks";
import { counted } from "../format/amounts.ts";
import { AnsiText, hasAnsi } from "./ansi-text.tsx";
import { DiffText, looksLikeDiff } from "./diff-text.tsx";
import { JsonTree, looksLikeJson } from "./json-tree.tsx";
import { looksLikeMarkdown, Markdown } from "./markdown.tsx";

export type TextKind = "markdown" | "json" | "diff" | "colours" | "plain";

export function textKindOf(path: string, text: string): TextKind {
  const head = text.slice(0, 20_000);
  if (hasAnsi(head)) return "colours";
  if (/\.(md|markdown)$/i.test(path)) return "markdown";
  if (/\.json$/i.test(path) && looksLikeJson(text)) return "json";
  if (/\.(diff|patch)$/i.test(path) || looksLikeDiff(head)) return "diff";
  // In code a sharp sign begins a comment, no heading.
  const isProse = !/\.[a-z0-9]+$/i.test(path) || /\.(txt|rst|log)$/i.test(path);
  return isProse && looksLikeMarkdown(head) ? "markdown" : "plain";
}

export function FileText({ text, kind }: { readonly text: string; readonly kind: TextKind }) {
  if (kind === "plain") return <Numbered text={text} />;
  return (
    <div class="file-rendered">
      {kind === "markdown" && <Markdown text={text} />}
      {kind === "json" && <JsonTree text={text} />}
      {kind === "diff" && <DiffText text={text} />}
      {kind === "colours" && <AnsiText text={text} />}
    </div>
  );
}

const linesAtOnce = 5000;

function Numbered({ text }: { readonly text: string }) {
  const [shown, setShown] = useState(linesAtOnce);
  const lines = text.split("\n");
  // What ends a file's last line begins no further one.
  const real = lines.at(-1) === "" ? lines.slice(0, -1) : lines;
  const part = real.slice(0, shown);
  return (
    <>
      <div class="numbered">
        <pre class="line-numbers" aria-hidden="true">
          {part.map((_, at) => at + 1).join("\n")}
        </pre>
        <pre class="lines">{part.join("\n")}</pre>
      </div>
      {real.length > shown && (
        <button type="button" class="link" onClick={() => setShown(shown * 4)}>
          {counted(real.length - shown, "line")} more
        </button>
      )}
    </>
  );
}
