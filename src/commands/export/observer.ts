// Tells of what goes on while tables are written.

import type { ExportObserver } from "../../operations/export.ts";
import { startProgress } from "../../terminal/progress.ts";
import type { Streams } from "../line/streams.ts";

export function exportObserver(path: string, writesFiles: boolean, to: Streams): ExportObserver & Disposable {
  const progress = writesFiles && !to.quiet ? startProgress(to.notes, { label: path, unit: "bytes" }) : null;
  return {
    opened: (version) => to.events.write("INFO", "debug_bundle.open", { path, schema_version: version }),
    writing: (name) => progress?.label(name),
    bytes: (count) => progress?.at(count),
    [Symbol.dispose]: () => progress?.end(),
  };
}
