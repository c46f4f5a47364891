// Notices files that are written, replaced, added or removed, as long as somebody listens.

import type { Library } from "../../operations/serving.ts";

export type Change =
  | { readonly kind: "changed" | "added"; readonly name: string; readonly version: string }
  | { readonly kind: "removed"; readonly name: string };

type Listener = (change: Change) => void;

/** How often the files are looked at, in milliseconds. */
const intervalMs = 1_000;

export class Watch {
  readonly #library: Library;
  readonly #listeners = new Set<Listener>();
  #known: ReadonlyMap<string, string> = new Map();
  #timer: ReturnType<typeof setInterval> | null = null;
  #isLooking = false;

  constructor(library: Library) {
    this.#library = library;
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  /** The versions as they are now; from then on every change is told. Returns what ends it. */
  async listen(
    listener: Listener,
  ): Promise<{ readonly versions: ReadonlyMap<string, string>; readonly stop: () => void }> {
    if (this.#listeners.size === 0) this.#known = await this.#versions();
    this.#listeners.add(listener);
    this.#timer ??= setInterval(() => void this.look(), intervalMs);
    return { versions: this.#known, stop: () => this.#leave(listener) };
  }

  /** Looks once. */
  async look(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      const now = await this.#versions();
      const changes = difference(this.#known, now);
      this.#known = now;
      for (const change of changes) for (const listener of this.#listeners) listener(change);
    } finally {
      this.#isLooking = false;
    }
  }

  close(): void {
    this.#listeners.clear();
    this.#stop();
  }

  #leave(listener: Listener): void {
    this.#listeners.delete(listener);
    if (this.#listeners.size === 0) this.#stop();
  }

  #stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  async #versions(): Promise<ReadonlyMap<string, string>> {
    const versions = new Map<string, string>();
    for (const entry of this.#library.entries()) {
      const glance = await this.#library.glance(entry);
      if (glance !== null) versions.set(entry.name, glance.version);
    }
    return versions;
  }
}

function difference(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): Change[] {
  const changes: Change[] = [];
  for (const [name, version] of now) {
    const known = before.get(name);
    if (known === undefined) changes.push({ kind: "added", name, version });
    else if (known !== version) changes.push({ kind: "changed", name, version });
  }
  for (const name of before.keys()) if (!now.has(name)) changes.push({ kind: "removed", name });
  return changes;
}
