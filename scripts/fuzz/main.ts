// Long fuzzing: 10,000 mutated artifacts of each kind, 600 merges of damaged bundles, and the laws over more random splits.
// Usage: bun run fuzz [RUNS] [SEED] — what goes wrong is kept in fuzz-finds/.

import { mkdirSync } from "node:fs";
import { resolve } from "node:path";

const root = resolve(import.meta.dir, "../..");
const [runs = "10000", seed = String(Date.now() % 1_000_000)] = process.argv.slice(2);
const finds = resolve("fuzz-finds");
mkdirSync(finds, { recursive: true });

const parts: readonly (readonly [words: readonly string[], env: Record<string, string>])[] = [
  [["tests/fuzz"], { FUZZ_RUNS: runs, FUZZ_SEED: seed, FUZZ_FINDS: finds }],
  [["tests/hostile/damaged-bundles.test.ts"], { FLIP_RUNS: "600" }],
  [["tests/laws"], { LAW_RUNS: "40" }],
];

let failed = 0;
for (const [words, env] of parts) {
  const { exitCode } = Bun.spawnSync([process.execPath, "test", "--timeout=3600000", ...words], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (exitCode !== 0) failed++;
}
console.log(`seed ${seed}; ${parts.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
