// A million log records: the first rows come at once, and scrolling never meets an empty frame.

import { afterAll, beforeAll, describe, expect } from "bun:test";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { Scratch } from "../support/bundles.ts";
import { browserTest, openBrowser, type Served, served, settled, watchedPage } from "./browser.ts";

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

      const frames = await page.evaluate(scrollAndLook);
      console.log(
        `first rows ${Math.round(firstRows)} ms, counted ${Math.round(counted)} ms, facets ${Math.round(everything)} ms; ` +
          `${frames.seen} frames while scrolling, ${frames.empty} empty, ${frames.coming} with rows still coming, longest ${Math.round(frames.longest)} ms`,
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
        return rows.length > 20 && document.querySelector(".row-coming") === null;
      });
      console.log(`jump to the middle ${Math.round(performance.now() - jumped)} ms`);
      expect(complaints).toEqual([]);
      await page.close();
    },
    120_000,
  );
});

interface Frames {
  readonly seen: number;
  /** Frames in which a place of the list showed no row at all. */
  readonly empty: number;
  /** Frames in which a row was there whose record was not. */
  readonly coming: number;
  readonly longest: number;
}

/** Runs in the page: scrolls a screen a frame, quicker and quicker, and looks at five places of the list each time. */
async function scrollAndLook(): Promise<Frames> {
  const list = document.querySelector(".list:has(.log-row)");
  if (list === null) throw new Error("The page shows no list.");
  const box = list.getBoundingClientRect();
  const places = [0.02, 0.25, 0.5, 0.75, 0.97].map((part) => box.top + box.height * part);
  let [seen, empty, coming, longest, before] = [0, 0, 0, 0, performance.now()];
  for (let step = 1; step <= 120; step += 1) {
    list.scrollTop += step < 60 ? 200 : box.height * 0.9;
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const rows = places.map((y) => document.elementFromPoint(box.left + 40, y)?.closest(".row") ?? null);
    seen += 1;
    if (rows.some((row) => row === null)) empty += 1;
    if (rows.some((row) => row?.classList.contains("row-coming"))) coming += 1;
    longest = Math.max(longest, performance.now() - before);
    before = performance.now();
  }
  return { seen, empty, coming, longest };
}
