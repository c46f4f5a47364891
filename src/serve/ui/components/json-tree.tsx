// JSON as a tree that shows every value as it is written: big integers, 1.0 and doubled keys stay what they are.

import { useState } from "preact/hooks";
import { type JsonNode, parseJson } from "../../../base/json.ts";
import { bytes, counted } from "../format/amounts.ts";
import { asWritten } from "../state/written.ts";
import { CopyButton } from "./copy-button.tsx";
import { LongText } from "./long-text.tsx";

interface JsonTreeProps {
  readonly text: string;
}

/** Containers that are open from the start, counted from the outside in. */
const openValues = 60;
const membersAtOnce = 100;
/** Texts that are JSON themselves are opened up to here. */
const deepest = 12;

export function JsonTree({ text }: JsonTreeProps) {
  const [chosen, choose] = useState<boolean | null>(null);
  const isRaw = chosen ?? asWritten.value;
  const parsed = parseJson(text);
  if (!parsed.ok) return <LongText text={text} />;
  return (
    <div class="json">
      <div class="value-tools">
        <button type="button" class="link" onClick={() => choose(!isRaw)}>
          {isRaw ? "as a tree" : "as written"}
        </button>
        <CopyButton text={text} />
        <span class="dim">{bytes(text.length)}</span>
      </div>
      {isRaw ? <LongText text={text} isPlain /> : <Value node={parsed.node} depth={0} />}
    </div>
  );
}

interface ValueProps {
  readonly node: JsonNode;
  readonly depth: number;
}

function Value({ node, depth }: ValueProps) {
  if (node.kind === "object" || node.kind === "array") return <Container node={node} depth={depth} />;
  if (node.kind === "string") {
    const text = node.string();
    if (text === null) return <span class="json-string">{node.raw}</span>;
    if (depth < deepest && looksLikeJson(text)) return <JsonTree text={text} />;
    if (text.length > 120 || text.includes("\n")) return <LongText text={text} />;
    // Escapes are read for one; the raw form has them as they are written.
    return <span class="json-string">{JSON.stringify(text)}</span>;
  }
  return <span class={`json-${node.kind}`}>{node.raw}</span>;
}

function Container({ node, depth }: ValueProps) {
  const members: readonly { readonly key: string | null; readonly value: JsonNode }[] =
    node.kind === "object" ? node.members() : node.items().map((value) => ({ key: null, value }));
  const [isOpen, setOpen] = useState(
    depth === 0 || (depth < 3 && members.length * (depth + 1) <= openValues / (depth + 1)),
  );
  const [shown, setShown] = useState(membersAtOnce);
  if (members.length === 0) return <span class="json-empty">{node.kind === "object" ? "{}" : "[]"}</span>;
  const size = node.kind === "object" ? counted(members.length, "key") : counted(members.length, "item");
  return (
    <>
      {depth > 0 && (
        <button type="button" class="json-fold" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {size}
        </button>
      )}
      {isOpen && (
        <ul>
          {members.slice(0, shown).map(({ key, value }, at) => (
            <li key={at}>
              <span class={key === null ? "json-index" : "json-key"}>{key ?? at}</span>{" "}
              <Value node={value} depth={depth + 1} />
            </li>
          ))}
          {members.length > shown && (
            <li>
              <button type="button" class="link" onClick={() => setShown(shown + 10 * membersAtOnce)}>
                {counted(members.length - shown, "more", "more")}
              </button>
            </li>
          )}
        </ul>
      )}
    </>
  );
}

export function looksLikeJson(text: string): boolean {
  return /^\s*[[{]/.test(text) && parseJson(text).ok;
}
