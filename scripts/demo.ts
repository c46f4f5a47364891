// Shows the main job on a small example: make bundles, look into them, ask, export, merge.

import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dir, "..");
const folder = join(root, ".tmp/demo");

if (!existsSync(join(root, "node_modules/jszip"))) {
  run("Install the dependencies", [process.execPath, "install", "--frozen-lockfile"], root);
}
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

console.log("What two shards of a CI job left: a session snapshot, a log and the workspace of each.\n");
const { writeExample } = await import("./fixtures/example.ts");
await writeExample(folder);

dbundle("Make a bundle of the first shard", "create", "shard-1", "-o", "shard-1.db", "--tag", "job=nightly");
dbundle("And one of the second", "create", "shard-2", "-o", "shard-2.db", "--tag", "job=nightly");
dbundle("Make one of both", "merge", "shard-1.db", "shard-2.db", "-o", "run.db");
dbundle("See what it holds", "info", "run.db");
const failures = "SELECT timestamp, tool_name, result_message FROM tool_invocations WHERE result_success = 0";
dbundle("Ask which tools failed", "query", "run.db", failures);
dbundle(
  "Export them for a spreadsheet",
  "export",
  "run.db",
  "--query",
  failures,
  "--format",
  "csv",
  "-o",
  "failures.csv",
);
dbundle("Get the original files back", "extract", "run.db", "-o", "originals");
console.log(`The bundles, failures.csv and the originals are in ${folder}.`);

function dbundle(what: string, ...words: string[]): void {
  console.log(`# ${what}\n$ dbundle ${words.map(shellWord).join(" ")}`);
  run(what, [process.execPath, join(root, "src/main.ts"), ...words], folder);
  console.log("");
}

function run(what: string, command: string[], cwd: string): void {
  const { exitCode } = Bun.spawnSync(command, { cwd, stdin: "ignore", stdout: "inherit", stderr: "inherit" });
  if (exitCode === 0) return;
  console.error(`The demo stops: "${what}" ended with exit code ${exitCode}.`);
  process.exit(1);
}

function shellWord(word: string): string {
  return /^[\w./:=-]+$/.test(word) ? word : `"${word}"`;
}
