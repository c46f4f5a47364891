// Whether something has come near to what is in sight: what is far away need not be loaded.

import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";

const reach = "600px";

export function useNear(box: RefObject<Element | null>): boolean {
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    // On a busy machine several changes come at once, the oldest first.
    const seen = (entries: readonly IntersectionObserverEntry[]) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) setNear(true);
    };
    const observer = new IntersectionObserver(seen, { rootMargin: reach });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return isNear;
}
