// What goes when the process is told to stop (SIGINT, SIGTERM): unfinished files and temporary folders.
// See docs/decisions/0008-stopping-within-a-second.md

import { rmSync } from "node:fs";

const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;

export interface LeftBehind {
  readonly kind: "file" | "folder";
  readonly path: string;
}

/** Most that is unfinished at one time; the native handler has as many places. */
export const slotCount = 32;

const slots: (LeftBehind | null)[] = Array.from({ length: slotCount }, () => null);
let listens = false;
let onChange: (slot: number, entry: LeftBehind | null) => void = () => undefined;

/** For the beginning of the program, which `end`s with the code; an operation that is used as a library leaves signals alone. */
export function listenForStop(end: (exitCode: number) => void): void {
  listens = true;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      for (const entry of slots) if (entry !== null) rmSync(entry.path, { recursive: true, force: true });
      // Who else has something to undo listens for the end of the process.
      end(exitCodes[signal]);
    });
  }
}

export function listensForStop(): boolean {
  return listens;
}

/** Removes `path` when the process is told to stop, until the returned function is called. */
export function removeOnStop(path: string, kind: LeftBehind["kind"]): () => void {
  const slot = slots.indexOf(null);
  if (slot < 0) return () => undefined; // Nobody has that many; then it stays, under a name that says what it is.
  set(slot, { kind, path });
  return () => set(slot, null);
}

/** Tells of every entry now, and of every change of one. */
export function followSlots(follow: typeof onChange): void {
  onChange = follow;
  for (const [slot, entry] of slots.entries()) follow(slot, entry);
}

function set(slot: number, entry: LeftBehind | null): void {
  slots[slot] = entry;
  onChange(slot, entry);
}
