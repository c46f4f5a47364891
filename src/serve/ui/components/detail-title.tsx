// What stands in the pane of details: below the page's own heading, or its only one where the pane is all one sees.

import type { ComponentChildren } from "preact";
import { isNarrow } from "../state/narrow.ts";

export function DetailTitle({ children }: { readonly children: ComponentChildren }) {
  const Heading = isNarrow.value ? "h1" : "h2";
  return <Heading class="detail-title">{children}</Heading>;
}
