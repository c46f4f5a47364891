// A run that says of itself that it failed is told on the overview, with its reason, beside what failed first.

import { afterAll, beforeAll, describe, expect } from "bun:test";
import { writeFileSync } from "node:fs";
import JSZip from "jszip";
import type { Browser } from "playwright-core";
import { Scratch } from "../support/bundles.ts";
import { browserTest, openBrowser, type Served, served, settled, visit, watchedPage } from "./browser.ts";

async function failedRun(): Promise<Uint8Array> {
  const zip = new JSZip();
  const session_id = "5d0c3a52-6d7e-4b6e-9a42-000000000001";
  const manifest = {
    format_version: "1.0.0",
    bundle_id: "5d0c3a52-6d7e-4b6e-9a42-000000000002",
    request: {
      session_id,
      status: "error",
      started_at: "2026-03-01T10:00:00+00:00",
      ended_at: "2026-03-01T10:00:09+00:00",
    },
  };
  zip.file("debug_bundle/manifest.json", JSON.stringify(manifest));
  zip.file("debug_bundle/run_context.json", JSON.stringify({ run_id: "run-7", session_id }));
  const error = { type: "PromptEvaluationError", message: "The window is full.", traceback: [] };
  zip.file("debug_bundle/error.json", JSON.stringify(error));
  const line = {
    timestamp: "2026-03-01T10:00:03.000000+00:00",
    level: "ERROR",
    logger: "acme",
    event: "lint.crashed",
    message: "The linter crashed.",
    context: { session_id },
  };
  zip.file("debug_bundle/logs/app.jsonl", `${JSON.stringify(line)}\n`);
  return zip.generateAsync({ type: "uint8array" });
}

describe("a run that failed", () => {
  const scratch = new Scratch();
  let browser: Browser | undefined;
  let server: Served | undefined;
  let base = "";

  beforeAll(async () => {
    const path = scratch.path("run.zip");
    writeFileSync(path, await failedRun());
    const { output } = await scratch.create([path]);
    server = await served([output], scratch.folder);
    base = `${server.origin}/${output.slice(output.lastIndexOf("/") + 1, -".db".length)}`;
    browser = await openBrowser();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
    scratch.remove();
  });

  browserTest("says why, and leads to its failure", async () => {
    const { page, complaints } = await watchedPage(browser!, server!.origin);
    await visit(page, base);
    const [first, run] = await page.locator(".failure-line").allInnerTexts();
    expect(first).toContain("The linter crashed.");
    expect(run).toMatch(/^Run failed[\s\S]*PromptEvaluationError[\s\S]*The window is full\.[\s\S]*run-7/);
    await page.locator(".failure-line").nth(1).click();
    await settled(page);
    expect(new URL(page.url()).pathname).toEndWith("/-/errors");
    expect(await page.locator(".detail").innerText()).toContain("The window is full.");
    expect(complaints).toEqual([]);
    await page.close();
  });
});
