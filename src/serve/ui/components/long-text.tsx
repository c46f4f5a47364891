// Text of any length: its first lines, its size, all of it in place; shown for what it is, raw one click away.

import { useState } from "preact/hooks";
import { bytes, counted } from "../format/amounts.ts";
import { asWritten } from "../state/written.ts";
import { AnsiText, hasAnsi } from "./ansi-text.tsx";
import { CopyButton } from "./copy-button.tsx";
import { DiffText, looksLikeDiff } from "./diff-text.tsx";
import { looksLikeMarkdown, Markdown } from "./markdown.tsx";

/** A shorter one is as quickly selected. */
const charactersWorthCopying = 60;

interface LongTextProps {
  readonly text: string;
  /** Never rendered as anything but what stands there. */
  readonly isPlain?: boolean;
  readonly lines?: number;
}

const charactersFolded = 4000;
/** More than this at once makes a browser slow; the rest is one more click away. */
const charactersAtOnce = 400_000;

export function LongText({ text, isPlain = false, lines = 12 }: LongTextProps) {
  const [isOpen, setOpen] = useState(false);
  const [chosen, choose] = useState<boolean | null>(null);
  const isRaw = isPlain || (chosen ?? asWritten.value);
  const [limit, setLimit] = useState(charactersAtOnce);
  const folded = firstLines(text, lines);
  const isLong = folded.length < text.length;
  const shown = isOpen ? text.slice(0, limit) : folded;
  const kind = kindOf(text);
  return (
    <div class="long-text">
      {isRaw || kind === "text" ? <pre class="text">{shown}</pre> : <Rendered kind={kind} text={shown} />}
      <div class="value-tools">
        {isLong && (
          <button type="button" class="link" onClick={() => setOpen(!isOpen)}>
            {isOpen ? "fold" : `show all ${sizeOf(text)}`}
          </button>
        )}
        {isOpen && text.length > limit && (
          <button type="button" class="link" onClick={() => setLimit(limit * 4)}>
            {counted(text.length - limit, "character")} more
          </button>
        )}
        {kind !== "text" && !isPlain && (
          <button type="button" class="link" onClick={() => choose(!isRaw)}>
            {isRaw ? `as ${kind}` : "as written"}
          </button>
        )}
        {(isLong || text.length > charactersWorthCopying) && !isPlain && <CopyButton text={text} />}
      </div>
    </div>
  );
}

type TextKind = "text" | "markdown" | "diff" | "colours";

function kindOf(text: string): TextKind {
  const head = text.slice(0, 20_000);
  if (hasAnsi(head)) return "colours";
  if (looksLikeDiff(head)) return "diff";
  return looksLikeMarkdown(head) ? "markdown" : "text";
}

function Rendered({ kind, text }: { readonly kind: TextKind; readonly text: string }) {
  if (kind === "colours") return <AnsiText text={text} />;
  return kind === "diff" ? <DiffText text={text} /> : <Markdown text={text} />;
}

function firstLines(text: string, lines: number): string {
  let end = -1;
  for (let line = 0; line < lines; line += 1) {
    end = text.indexOf("\n", end + 1);
    if (end < 0) return text.slice(0, charactersFolded);
  }
  return text.slice(0, Math.min(end, charactersFolded));
}

function sizeOf(text: string): string {
  const lines = text.split("\n").length;
  return lines > 1 ? `${counted(lines, "line")}, ${bytes(text.length)}` : bytes(text.length);
}
