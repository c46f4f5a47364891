// A region that scrolls stands where it stood when one comes back to it, as soon as it is tall enough again.

import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { keepScroll, keptScroll } from "./location.ts";

/** The name is that of the region: every step of the history has a place of its own for it. */
export function useKeptScroll<E extends HTMLElement>(name: string): RefObject<E | null> {
  const region = useRef<E>(null);
  useLayoutEffect(() => {
    const element = region.current;
    if (element === null) return;
    const goal = keptScroll(name);
    const grown = new ResizeObserver(() => {
      element.scrollTop = goal;
      if (Math.abs(element.scrollTop - goal) < 2) grown.disconnect();
    });
    if (goal > 0) {
      element.scrollTop = goal;
      for (const child of element.children) grown.observe(child);
    }
    // Whoever moves on himself is not pulled back.
    const leave = () => grown.disconnect();
    const keep = () => keepScroll(name, element.scrollTop);
    element.addEventListener("scroll", keep, { passive: true });
    for (const kind of ["wheel", "keydown", "pointerdown"]) element.addEventListener(kind, leave, { passive: true });
    return () => {
      grown.disconnect();
      element.removeEventListener("scroll", keep);
      for (const kind of ["wheel", "keydown", "pointerdown"]) element.removeEventListener(kind, leave);
    };
  }, [name]);
  return region;
}
