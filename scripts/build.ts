// Compiles the program into one executable, dist/dbundle.

import { mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { formatBytes } from "../src/base/bytes.ts";

const root = join(import.meta.dir, "..");
const outfile = join(root, "dist/dbundle");
/** Renamed when it is whole, so that who runs the program meanwhile runs the old one. */
const unfinished = join(root, `dist/.dbundle-${process.pid}`);

/** The folder in which the program runs is foreign: nothing of it may be loaded. */
const loadNothing = ["dotenv", "bunfig", "tsconfig", "package-json"].map((file) => `--no-compile-autoload-${file}`);
const flags = ["--compile", "--minify", "--bytecode", "--format=esm", "--splitting", ...loadNothing];

const begun = performance.now();
mkdirSync(join(root, "dist"), { recursive: true });
const build = Bun.spawnSync([process.execPath, "build", ...flags, "src/main.ts", "--outfile", unfinished], {
  cwd: root,
  stdout: "pipe",
  stderr: "inherit",
});
if (build.exitCode !== 0) {
  process.stderr.write(build.stdout);
  rmSync(unfinished, { force: true });
  process.exit(build.exitCode);
}
renameSync(unfinished, outfile);
const seconds = ((performance.now() - begun) / 1000).toFixed(1);
console.log(`dist/dbundle: ${formatBytes(statSync(outfile).size)}, built in ${seconds} s`);
