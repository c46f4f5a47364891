// A million log records: the first rows come at once, and scrolling never meets an empty frame.

import { afterAll, beforeAll, describe, expect } from "bun:test";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { Scratch } from "../support/bundles.ts";
import { browserTest, openBrowser, type Served, served, settled, watchedPage } from "./browser.ts";
import { scrolled, sentenceOf } from "./frames.ts";
import { memoryOf, memorySentence } from "./memory.ts";

const lines = 1_000_000;

describe("a million log records", () => {
  const scratch = new Scratch();
  let browser: Browser | undefined;
  let server: Served | undefined;
  let base = "";

  beforeAll(async () => {
    const log = scratch.path("app.log");
    const generator = join(import.meta.dir, "../../scripts/bench/generate-logs.ts");
    const child = Bun.spawn([process.execPath, generator, String(lines)], { stdout: Bun.file(log) });
    expect(await child.exited).toBe(0);
    const { output } = await scratch.create([log], { search: "none", originals: "drop" });
    server = await served([output], scratch.folder);
    base = `${server.origin}/${output.slice(output.lastIndexOf("/") + 1, -".db".length)}`;
    browser = await openBrowser();
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
    scratch.remove();
  });

  browserTest(
    "are there at once and scroll without an empty frame",
    async () => {
      const { page, complaints } = await watchedPage(browser!, server!.origin);
      // The server bundles the page when it is first asked, if it runs from its sources.
      await page.goto(`${server!.origin}/`);
      await settled(page);
      const begun = performance.now();
      await page.goto(`${base}/-/logs`);
      await page.waitForSelector(".log-row");
      const firstRows = performance.now() - begun;
      await page.waitForFunction(() => document.querySelector(".count")?.textContent === "1,000,000 records");
      const counted = performance.now() - begun;
      await settled(page);
      const everything = performance.now() - begun;

      const frames = await scrolled(page, ".list:has(.log-row)");
      console.log(
        `first rows ${Math.round(firstRows)} ms, counted ${Math.round(counted)} ms, facets ${Math.round(everything)} ms; ${sentenceOf(frames)}`,
      );
      expect(frames.empty).toBe(0);
      expect(frames.seen).toBeGreaterThan(20);

      const jumped = performance.now();
      await page.evaluate(() => {
        const list = document.querySelector(".list:has(.log-row)");
        if (list !== null) list.scrollTop = list.scrollHeight / 2;
      });
      await page.waitForFunction(() => {
        const rows = document.querySelectorAll(".log-row time");
        // The records lie over almost three hours.
        const isThere = rows[20]?.getAttribute("datetime")?.startsWith("2026-11-21T01:2") === true;
        return isThere && document.querySelector(".row-coming") === null;
      });
      console.log(`jump to the middle ${Math.round(performance.now() - jumped)} ms`);
      await scrolled(page, ".list:has(.log-row)", 600);
      await settled(page);
      const memory = await memoryOf(browser!, page);
      console.log(`after scrolling for a while: ${memorySentence(memory)}`);
      expect(memory.heap).toBeLessThan(60);
      expect(complaints).toEqual([]);
      await page.close();
    },
    120_000,
  );
});
