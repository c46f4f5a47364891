// Markdown as agents write it: headings, lists, code, emphasis. No HTML, no images, no links that leave the machine.

import type { ComponentChildren } from "preact";

export function looksLikeMarkdown(text: string): boolean {
  const signs = [/^#{1,4} \S/m, /^```/m, /^\s*[-*] \S.*\n\s*[-*] \S/m, /\*\*\S[^*\n]*\S\*\*/, /^\d+\. \S.*\n\d+\. \S/m];
  return signs.filter((sign) => sign.test(text)).length >= 2 || /^#{1,3} \S/.test(text);
}

type Block =
  | { readonly kind: "heading"; readonly level: number; readonly text: string }
  | { readonly kind: "code"; readonly text: string }
  | {
      readonly kind: "list";
      readonly items: readonly { readonly depth: number; readonly mark: string; readonly text: string }[];
    }
  | { readonly kind: "quote" | "paragraph"; readonly text: string }
  | { readonly kind: "rule" };

export function Markdown({ text }: { readonly text: string }) {
  return (
    <div class="markdown">
      {blocksOf(text).map((block, at) => (
        <BlockView key={at} block={block} />
      ))}
    </div>
  );
}

function BlockView({ block }: { readonly block: Block }) {
  switch (block.kind) {
    case "heading":
      return <p class={`md-heading md-h${block.level}`}>{inline(block.text)}</p>;
    case "code":
      return <pre class="text md-code">{block.text}</pre>;
    case "rule":
      return <hr />;
    case "list":
      return (
        <div class="md-list">
          {block.items.map(({ depth, mark, text }, at) => (
            <div key={at} class="md-item" style={{ marginInlineStart: `${Math.min(depth, 8) * 16}px` }}>
              <span class="md-mark">{mark}</span>
              <span>{inline(text)}</span>
            </div>
          ))}
        </div>
      );
    default:
      return <p class={block.kind === "quote" ? "md-quote" : ""}>{inline(block.text)}</p>;
  }
}

function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  const lines = text.split("\n");
  let paragraph: string[] = [];
  const flush = () => {
    if (paragraph.length > 0) blocks.push({ kind: "paragraph", text: paragraph.join("\n") });
    paragraph = [];
  };
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    const heading = /^(#{1,6}) (.*)$/.exec(line);
    const item = /^(\s*)([-*+]|\d+[.)]) (.*)$/.exec(line);
    if (/^\s*```/.test(line)) {
      flush();
      const end = lines.findIndex((other, place) => place > at && /^\s*```/.test(other));
      const stop = end < 0 ? lines.length : end;
      blocks.push({ kind: "code", text: lines.slice(at + 1, stop).join("\n") });
      at = stop;
    } else if (heading !== null) {
      flush();
      blocks.push({ kind: "heading", level: heading[1]?.length ?? 1, text: heading[2] ?? "" });
    } else if (item !== null) {
      flush();
      addItem(blocks, item);
    } else if (/^(-{3,}|\*{3,})\s*$/.test(line)) {
      flush();
      blocks.push({ kind: "rule" });
    } else if (line.startsWith(">")) {
      flush();
      blocks.push({ kind: "quote", text: line.replace(/^>\s?/, "") });
    } else if (line.trim() === "") flush();
    else paragraph.push(line);
  }
  flush();
  return blocks;
}

function addItem(blocks: Block[], [, space = "", mark = "", text = ""]: RegExpExecArray): void {
  const item = { depth: Math.floor(space.length / 2), mark: /\d/.test(mark) ? mark : "•", text };
  const last = blocks.at(-1);
  if (last?.kind === "list") blocks[blocks.length - 1] = { kind: "list", items: [...last.items, item] };
  else blocks.push({ kind: "list", items: [item] });
}

/** Code, bold and emphasis; everything else, links too, stays as written. */
function inline(text: string): ComponentChildren {
  return text.split(/(`[^`\n]+`|\*\*[^*\n]+\*\*|(?<![\w*])\*[^*\s][^*\n]*\*(?![\w*]))/).map((part, at) => {
    const key = `${at}`;
    if (/^`[^`]+`$/.test(part)) return <code key={key}>{part.slice(1, -1)}</code>;
    if (/^\*\*[^*]+\*\*$/.test(part)) return <strong key={key}>{part.slice(2, -2)}</strong>;
    return /^\*[^*]+\*$/.test(part) ? <em key={key}>{part.slice(1, -1)}</em> : part;
  });
}
