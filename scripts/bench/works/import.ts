// Import: logs beside parsing, inserting and indexing alone, and what the search index adds.

import { join } from "node:path";
import { type Bench, bunScript, logFile, type Work } from "./work.ts";

export async function* imports(bench: Bench): AsyncGenerator<Work> {
  const log = await logFile(bench, 1);
  const create = (search: string) => {
    const output = join(bench.folder, `import-${search}.db`);
    return [bench.program, "create", log, "-o", output, "--force", "--search", search];
  };
  yield {
    name: `import of ${bench.rows} log lines`,
    ours: create("none"),
    others: [
      {
        name: "parse + insert + indexes",
        command: bunScript("floor-import.ts", log, join(bench.folder, "floor-import.db")),
        target: "≤ 1.25",
      },
    ],
  };
  yield {
    name: "the same with the default search index",
    ours: create("default"),
    others: [{ name: "import without", command: create("none"), target: "≤ 1.2" }],
  };
  yield {
    name: "the same with the full search index",
    ours: create("full"),
    others: [{ name: "import without", command: create("none"), target: "≤ 2.0" }],
  };
}
