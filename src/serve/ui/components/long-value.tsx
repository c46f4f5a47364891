// A value that is too long for a line: bytes, JSON as a tree, or text.

import { type Cell, isBytes, wholeText } from "../api/rows.ts";
import { BytesValue } from "./bytes-value.tsx";
import { JsonTree, looksLikeJson } from "./json-tree.tsx";
import { LongText } from "./long-text.tsx";

export function LongValue({ cell }: { readonly cell: Cell }) {
  if (isBytes(cell)) return <BytesValue bytes={cell} />;
  const text = wholeText(cell);
  return looksLikeJson(text) ? <JsonTree text={text} /> : <LongText text={text} />;
}
