// The keyboard: pages say which keys they know, one listener finds who is meant. `g` begins a two-key jump.

import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

export interface KeyBinding {
  /** As `KeyboardEvent.key` has it; `g x` for a jump. */
  readonly key: string;
  readonly does: string;
  readonly run: () => void;
}

type Group = { readonly name: string; readonly bindings: readonly KeyBinding[] };

const groups = signal<readonly Group[]>([]);
export const knownKeys = groups;
export const isHelpShown = signal(false);

/** The group stays known as long as the component is there; of equal keys the one that came last wins. */
export function useKeys(name: string, bindings: readonly KeyBinding[]): void {
  const latest = useRef(bindings);
  latest.current = bindings;
  useEffect(() => {
    const group: Group = {
      name,
      get bindings() {
        return latest.current;
      },
    };
    groups.value = [...groups.peek(), group];
    return () => {
      groups.value = groups.peek().filter((one) => one !== group);
    };
  }, [name]);
}

const jumpPatience = 1500;
let jumpBegan = Number.NEGATIVE_INFINITY;

export function listenToKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event)) {
      if (event.key === "Escape" && event.target instanceof HTMLElement) event.target.blur();
      return;
    }
    const isJump = event.timeStamp - jumpBegan < jumpPatience;
    jumpBegan = Number.NEGATIVE_INFINITY;
    const binding = find(isJump ? `g ${event.key}` : event.key);
    if (binding !== undefined) {
      event.preventDefault();
      binding.run();
    } else if (event.key === "g" && !isJump) jumpBegan = event.timeStamp;
  });
}

function find(key: string): KeyBinding | undefined {
  return groups.value.flatMap(({ bindings }) => bindings).findLast((binding) => binding.key === key);
}

/** Keys that a control needs for itself stay with it. */
function isTyping({ target, key }: KeyboardEvent): boolean {
  const element = target instanceof Element ? (target.shadowRoot?.activeElement ?? target) : null;
  if (!(element instanceof HTMLElement)) return false;
  if (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName)) {
    return !(element instanceof HTMLInputElement && element.type === "checkbox" && key !== " ");
  }
  return /^(BUTTON|A|SUMMARY)$/.test(element.tagName) && (key === "Enter" || key === " ");
}
