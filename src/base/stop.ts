// What goes when the process is told to stop (SIGINT, SIGTERM): unfinished files and temporary folders.
// See docs/decisions/0008-stopping-within-a-second.md

import { cc, ptr } from "bun:ffi";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import handlerSource from "./stop-handler.c" with { type: "text" };

const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;
const signalNumbers = { SIGINT: 2, SIGTERM: 15 } as const;

const kinds = { none: 0, file: 1, folder: 2 } as const;
type Kind = keyof typeof kinds;

/** As in the handler. */
const slotCount = 32;
const longestPath = 4095;

interface Entry {
  readonly kind: Kind;
  readonly path: string;
}

const entries: (Entry | null)[] = Array.from({ length: slotCount }, () => null);
let listens = false;
let native: NativeHandler | null = null;

/** For the beginning of the program; an operation that is used as a library leaves signals alone. */
export function listenForStop(): void {
  listens = true;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      for (const entry of entries) if (entry !== null) rmSync(entry.path, { recursive: true, force: true });
      // Who else has something to undo listens for the end of the process.
      process.exit(exitCodes[signal]);
    });
  }
}

/** From now on the process stops at once, also while SQLite works for seconds and no event is heard. */
export function stopAtOnce(): void {
  if (!listens || native !== null || process.platform === "win32") return;
  native = compiledHandler();
  for (const [slot, entry] of entries.entries()) native?.keep(slot, entry);
}

/** Removes `path` when the process is told to stop, until the returned function is called. */
export function removeOnStop(path: string, kind: "file" | "folder"): () => void {
  const slot = Buffer.byteLength(path) > longestPath ? -1 : entries.indexOf(null);
  if (slot < 0) return () => undefined; // Nobody has that many; then it stays, under a name that says what it is.
  const set = (entry: Entry | null) => {
    entries[slot] = entry;
    native?.keep(slot, entry);
  };
  set({ kind, path });
  return () => set(null);
}

interface NativeHandler {
  keep(slot: number, entry: Entry | null): void;
}

/** Null where it cannot be compiled: then the process stops when it hears events again. */
function compiledHandler(): NativeHandler | null {
  let folder: string | null = null;
  try {
    folder = mkdtempSync(join(tmpdir(), "dbundle-stop-"));
    const source = join(folder, "handler.c");
    writeFileSync(source, handlerSource);
    const { symbols } = cc({
      source,
      symbols: {
        hear: { args: ["int", "int"], returns: "void" },
        keep: { args: ["int", "int", "ptr", "int"], returns: "void" },
      },
    });
    symbols.hear(signalNumbers.SIGINT, signalNumbers.SIGTERM);
    return {
      keep(slot, entry) {
        const path = Buffer.from(entry?.path ?? "\0");
        symbols.keep(slot, kinds[entry?.kind ?? "none"], ptr(path), path.length);
      },
    };
  } catch {
    // No compiler for this platform, or no room for its source: not worth failing for.
    return null;
  } finally {
    if (folder !== null) rmSync(folder, { recursive: true, force: true });
  }
}
