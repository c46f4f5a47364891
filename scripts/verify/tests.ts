// Runs all tests and counts them out of the report.

import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Outcome, step } from "./step.ts";

/** Per test; the machine may be a slow one, and nothing is timed in tests. */
const timeoutMs = 120_000;

export function tests(bun: string): Outcome {
  const folder = mkdtempSync(join(tmpdir(), "dbundle-verify-"));
  const report = join(folder, "report.xml");
  try {
    const reporter = ["--reporter=junit", `--reporter-outfile=${report}`];
    const run = step("tests", [bun, "test", `--timeout=${timeoutMs}`, ...reporter]);
    if (!existsSync(report)) return { ...run, name: "tests (no report was written)", passed: 0, failed: 1 };
    const counted = countTests(readFileSync(report, "utf8"));
    // A file that cannot be loaded fails the run without being a test.
    const failed = run.failed > 0 ? Math.max(counted.failed, 1) : counted.failed;
    return { name: "tests", ...counted, failed };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Out of a JUnit report: one `testcase` element a test. */
export function countTests(report: string): Omit<Outcome, "name"> {
  let passed = 0;
  let failed = 0;
  const skipped: string[] = [];
  for (const [, attributes = "", open, body = ""] of report.matchAll(
    /<testcase\b([^>]*?)(?:\/>|(>)([\s\S]*?)<\/testcase>)/g,
  )) {
    const inside = open === undefined ? "" : body;
    if (inside.includes("<failure") || inside.includes("<error")) failed += 1;
    else if (inside.includes("<skipped")) skipped.push(nameOf(attributes));
    else passed += 1;
  }
  return { passed, failed, skipped };
}

function nameOf(attributes: string): string {
  const of = (attribute: string) => new RegExp(`\\b${attribute}="([^"]*)"`).exec(attributes)?.[1] ?? "";
  const file = of("file");
  return unescapeXml(file === "" ? of("name") : `${of("name")} (${file})`);
}

function unescapeXml(text: string): string {
  return text
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&#10;", " ")
    .replaceAll("&amp;", "&");
}
