// The keys that walk through the rows of tables on a page: each row is a link, so that Enter opens it.

import type { RefObject } from "preact";
import { useKeys } from "../state/keys.ts";

export function useRowKeys(region: RefObject<HTMLElement | null>): void {
  const move = (direction: 1 | -1) => () => {
    const links = [...(region.current?.querySelectorAll<HTMLElement>("tbody th a") ?? [])];
    const focused = document.activeElement;
    const at = focused instanceof HTMLElement ? links.indexOf(focused) : -1;
    links[at < 0 ? 0 : at + direction]?.focus();
  };
  useKeys("Rows", [
    { key: "j", does: "next row", run: move(1) },
    { key: "k", does: "previous row", run: move(-1) },
  ]);
}
