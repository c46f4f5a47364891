// Export: all log rows as CSV and NDJSON beside the sqlite3 shell on the same bundle.

import { join } from "node:path";
import { type Bench, bundleOf, ifInstalled, shell, type Work } from "./work.ts";

export async function* exports(bench: Bench): AsyncGenerator<Work> {
  const bundle = await bundleOf(bench, 1);
  const ours = (format: string) => {
    const output = join(bench.folder, `export.${format}`);
    return shell(`exec "$0" export "$1" logs --format "$2" > "$3"`, bench.program, bundle, format, output);
  };
  const theirs = (...flags: readonly string[]) => {
    const output = join(bench.folder, "export-sqlite3");
    const script = `out=$1 db=$2; shift 2; exec sqlite3 "$@" "$db" "SELECT * FROM logs" > "$out"`;
    return ifInstalled(["sqlite3"], shell(script, "sh", output, bundle, ...flags));
  };
  yield {
    name: `export of ${bench.rows} log rows as CSV`,
    ours: ours("csv"),
    others: [{ name: "sqlite3 -csv", command: theirs("-csv", "-header"), target: "≤ 1.5" }],
  };
  yield {
    name: `export of ${bench.rows} log rows as NDJSON`,
    ours: ours("ndjson"),
    others: [{ name: "sqlite3 -json", command: theirs("-json"), target: "≤ 1.0" }],
  };
}
