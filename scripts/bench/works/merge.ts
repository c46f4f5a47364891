// Merge: two bundles of logs beside INSERT … SELECT and the same indexes in the sqlite3 shell.

import { join } from "node:path";
import { floorMergeSql } from "../floor-merge.ts";
import { type Bench, bundleOf, ifInstalled, shell, type Work } from "./work.ts";

export async function* merges(bench: Bench): AsyncGenerator<Work> {
  const inputs = [await bundleOf(bench, 1), await bundleOf(bench, 2)] as const;
  const sql = join(bench.folder, "floor-merge.sql");
  await Bun.write(sql, floorMergeSql(inputs));
  const floor = shell(`rm -f "$0"; exec sqlite3 "$0" ".read $1"`, join(bench.folder, "floor-merge.db"), sql);
  yield {
    name: `merge of 2 × ${bench.rows} log rows`,
    ours: [bench.program, "merge", ...inputs, "-o", join(bench.folder, "merged.db"), "--force"],
    others: [
      { name: "INSERT … SELECT + indexes in sqlite3", command: ifInstalled(["sqlite3"], floor), target: "≤ 1.3" },
    ],
  };
}
