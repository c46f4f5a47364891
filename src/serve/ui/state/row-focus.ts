// A row that was clicked would keep the focus, and Enter would mean it wherever one has gone since: its list takes the focus.

import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

export function useRowFocus(list: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = list.current;
    const take = () => {
      const focused = document.activeElement;
      if (focused instanceof HTMLAnchorElement && element?.contains(focused) === true)
        element.focus({ preventScroll: true });
    };
    element?.addEventListener("click", take);
    return () => element?.removeEventListener("click", take);
  }, []);
}
