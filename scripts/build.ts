// Compiles the program into one executable, dist/dbundle.

import { rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { formatBytes } from "../src/base/bytes.ts";

const root = join(import.meta.dir, "..");
const outfile = join(root, "dist/dbundle");

/** The folder in which the program runs is foreign: nothing of it may be loaded. */
const loadNothing = ["dotenv", "bunfig", "tsconfig", "package-json"].map((file) => `--no-compile-autoload-${file}`);
const flags = ["--compile", "--minify", "--bytecode", "--format=esm", "--splitting", ...loadNothing];

const begun = performance.now();
rmSync(outfile, { force: true });
const build = Bun.spawnSync([process.execPath, "build", ...flags, "src/main.ts", "--outfile", outfile], {
  cwd: root,
  stdout: "pipe",
  stderr: "inherit",
});
if (build.exitCode !== 0) {
  process.stderr.write(build.stdout);
  process.exit(build.exitCode);
}
const seconds = ((performance.now() - begun) / 1000).toFixed(1);
console.log(`dist/dbundle: ${formatBytes(statSync(outfile).size)}, built in ${seconds} s`);
