// Checks everything: types, lint, format, the build, and all tests on the source and on the executable.

import { chromium } from "./verify/chromium.ts";
import { type Outcome, step } from "./verify/step.ts";
import { tests } from "./verify/tests.ts";

const bun = process.execPath;
const root = new URL("..", import.meta.url).pathname;

process.chdir(root);
const outcomes: Outcome[] = [];
outcomes.push(step("dependencies", [bun, "install", "--frozen-lockfile"]));
outcomes.push(...chromium());
outcomes.push(step("types", [bun, "run", "tsc", "--noEmit"]));
outcomes.push(step("lint and format", [bun, "run", "biome", "check", "."]));
outcomes.push(step("build", [bun, "scripts/build.ts"]));
outcomes.push(tests(bun));

const skipped = outcomes.flatMap((outcome) => outcome.skipped);
const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0);
const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
for (const { name } of outcomes.filter((outcome) => outcome.failed > 0)) console.log(`failed: ${name}`);
if (skipped.length > 0) console.log(`${skipped.length} skipped:`);
for (const name of skipped) console.log(`  ${name}`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
