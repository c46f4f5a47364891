// Hears signals also while SQLite works for seconds and no event is heard, by a handler that is compiled when it is wanted.
// See docs/decisions/0008-stopping-within-a-second.md

import { cc, ptr } from "bun:ffi";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { followSlots, type LeftBehind, listensForStop, slotCount } from "./stop.ts";
import handlerSource from "./stop-handler.c" with { type: "text" };

const kinds = { none: 0, file: 1, folder: 2 } as const;
/** Bytes of a path, without the zero that ends it. */
const longestPath = 4095;

let isCompiled = false;

/** From now on the process stops at once; without effect where the program does not listen for signals. */
export function stopAtOnce(): void {
  if (!listensForStop() || isCompiled || process.platform === "win32") return;
  isCompiled = true;
  const keep = compiledHandler();
  if (keep !== null) followSlots(keep);
}

type Keep = (slot: number, entry: LeftBehind | null) => void;

/** Null where it cannot be compiled: then the process stops when it hears events again. */
function compiledHandler(): Keep | null {
  let folder: string | null = null;
  try {
    folder = mkdtempSync(join(tmpdir(), "dbundle-stop-"));
    const source = join(folder, "handler.c");
    writeFileSync(source, handlerSource);
    const { symbols } = withoutHeaders(() =>
      cc({
        source,
        define: {
          SLOTS: String(slotCount),
          LENGTH: String(longestPath + 1),
          NONE: String(kinds.none),
          A_FILE: String(kinds.file),
          A_FOLDER: String(kinds.folder),
        },
        symbols: {
          hear: { args: ["int", "int"], returns: "void" },
          keep: { args: ["int", "int", "ptr", "int"], returns: "void" },
        },
      }),
    );
    symbols.hear(constants.signals.SIGINT, constants.signals.SIGTERM);
    return (slot, entry) => {
      const path = Buffer.from(entry?.path ?? "");
      const isKept = entry !== null && path.length <= longestPath;
      const bytes = isKept ? path : Buffer.alloc(1);
      symbols.keep(slot, isKept ? kinds[entry.kind] : kinds.none, ptr(bytes), bytes.length);
    };
  } catch {
    // No compiler for this platform, or no room for its source: not worth failing for.
    return null;
  } finally {
    if (folder !== null) rmSync(folder, { recursive: true, force: true });
  }
}

/** The compiler unpacks its headers into the temporary folder, though nothing includes one, and leaves them there. */
function withoutHeaders<T>(compile: () => T): T {
  const headers = join(process.env.BUN_TMPDIR ?? tmpdir(), `bun-cc-${process.getuid?.()}`);
  const wereThere = existsSync(headers);
  try {
    return compile();
  } finally {
    if (!wereThere) rmSync(headers, { recursive: true, force: true });
  }
}
