// Going back finds the place again, keys walk through every list, and what is long can be read to its end.

import { afterAll, beforeAll, describe, expect } from "bun:test";
import { writeFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { Scratch } from "../support/bundles.ts";
import { browserTest, openBrowser, type Served, served, settled, visit, watchedPage } from "./browser.ts";

const session = "5d0c3a52-6d7e-4b6e-9a42-000000000001";
const lines = 400;
const words = ["apple", "birch", "cedar", "daisy", "elder", "fern", "grass", "hazel"];

/** Every line an error of one of a few kinds; the second half a day later. */
function logText(): string {
  return Array.from({ length: lines }, (_, at) => {
    const time = Date.UTC(2026, 0, at < lines / 2 ? 15 : 16, 10) + at * 1000;
    const timestamp = new Date(time).toISOString().replace("Z", "000+00:00");
    const kind = [0, 3, 6].map((bits) => words[(at >> bits) % words.length]).join(" ");
    const context = { session_id: session };
    return `${JSON.stringify({ timestamp, level: "ERROR", logger: "app", event: `step.${at}`, message: kind, context })}\n`;
  }).join("");
}

describe("the way back", () => {
  const scratch = new Scratch();
  let browser: Browser | undefined;
  let server: Served | undefined;
  let base = "";

  beforeAll(async () => {
    const log = scratch.path("app.log");
    writeFileSync(log, logText());
    const { output } = await scratch.create([log], { search: "none" });
    server = await served([output], scratch.folder);
    base = `${server.origin}/${output.slice(output.lastIndexOf("/") + 1, -".db".length)}`;
    browser = await openBrowser();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
    scratch.remove();
  });

  /** One page, asked, and free of complaints in the end. */
  async function reading(address: string, run: (page: Page) => Promise<void>): Promise<void> {
    const { page, complaints } = await watchedPage(browser!, server!.origin, { height: 500 });
    await visit(page, address);
    await run(page);
    expect(complaints).toEqual([]);
    await page.close();
  }

  const topOf = (page: Page, region: string) => page.locator(region).evaluate((one) => one.scrollTop);

  async function pressed(page: Page, ...keys: readonly string[]): Promise<void> {
    for (const key of keys) await page.keyboard.press(key);
    await settled(page);
  }

  for (const [name, path, region] of [
    ["the overview", "", ".overview"],
    ["the errors", "/-/errors", ".column > .scroll"],
    ["the logs", "/-/logs", ".list"],
  ] as const) {
    browserTest(`finds ${name} where one left`, async () => {
      await reading(base + path, async (page) => {
        await page.locator(region).evaluate((one) => one.scrollTo(0, 120));
        await settled(page);
        const left = await topOf(page, region);
        expect(left).toBeGreaterThan(0);
        await pressed(page, "g", "b");
        await page.goBack();
        await settled(page);
        expect(await topOf(page, region)).toBe(left);
      });
    });
  }

  browserTest("finds the errors where one left them after another one was chosen", async () => {
    await reading(`${base}/-/errors`, async (page) => {
      const region = ".column > .scroll";
      await page.locator(region).evaluate((one) => one.scrollTo(0, 120));
      await page.locator("tbody tr").nth(12).click();
      await settled(page);
      const left = await topOf(page, region);
      await pressed(page, "g", "b");
      await page.goBack();
      await settled(page);
      expect(left).toBeGreaterThan(0);
      expect(await topOf(page, region)).toBe(left);
    });
  });

  browserTest("finds a transcript at the step that stood on top", async () => {
    await reading(`${base}/-/sessions/${session}?view=transcript`, async (page) => {
      const onTop = () =>
        page.locator(".transcript").evaluate((box) => {
          const top = box.getBoundingClientRect().top;
          const entries = [...box.querySelectorAll<HTMLElement>(".entry")];
          return entries.find((entry) => entry.getBoundingClientRect().bottom > top)?.dataset.at;
        });
      await page.locator('[data-at="90"]').scrollIntoViewIfNeeded();
      await page.locator(".transcript").evaluate((one) => one.scrollBy(0, 400));
      await settled(page);
      const left = await onTop();
      expect(Number(left)).toBeGreaterThan(40);
      await pressed(page, "g", "b");
      await page.goBack();
      await settled(page);
      expect(await onTop()).toBe(left);
    });
  });

  browserTest("a transcript is read to its end whatever step is open", async () => {
    await reading(`${base}/-/sessions/${session}?view=transcript`, async (page) => {
      await pressed(page, "j", "j");
      const end = page.locator(`[data-at="${lines - 1}"]`);
      for (let turns = 0; turns < 200 && (await end.count()) === 0; turns += 1) {
        await page.locator(".transcript").evaluate((one) => one.scrollBy(0, 4000));
        await settled(page);
      }
      expect(await end.count()).toBe(1);
    });
  });

  browserTest("keys walk through rows, and Enter opens", async () => {
    await reading(base, async (page) => {
      const focused = () => page.evaluate(() => document.activeElement?.getAttribute("href") ?? null);
      await pressed(page, "j");
      expect(await focused()).toContain("/-/sessions/");
      await pressed(page, "j");
      expect(await focused()).toContain("/-/errors?at=");
      await pressed(page, "k", "Enter");
      expect(page.url()).toContain("/-/sessions/");
      await page.goBack();
      await pressed(page, "e");
      expect(page.url()).toContain("at=logs%3A");
      for (const [path, view] of [
        ["/-/logs", "logs"],
        ["/-/errors", "errors"],
      ]) {
        await visit(page, base + path);
        await pressed(page, "j");
        await pressed(page, "Enter");
        expect(new URL(page.url()).pathname).toStartWith(`${new URL(base).pathname}/${view}/`);
      }
    });
  });

  browserTest("Enter opens what is chosen, not what was clicked before", async () => {
    for (const [path, row] of [
      [`/-/sessions/${session}`, ".step"],
      ["/-/errors", "tbody tr"],
      ["/-/logs", ".log-row"],
    ] as const) {
      await reading(base + path, async (page) => {
        await page.locator(row).nth(2).click();
        await settled(page);
        await pressed(page, "j");
        const chosen = new URL(page.url()).searchParams.get("at") ?? "";
        await pressed(page, "Enter");
        expect(page.url()).toEndWith(`/${chosen.slice(chosen.indexOf(":") + 1)}`);
      });
    }
  });

  browserTest("a list over days says where a day begins, once", async () => {
    await reading(`${base}/-/logs`, async (page) => {
      expect(await page.locator(".new-day").allInnerTexts()).toEqual(["2026-01-15"]);
      await page.locator(".list").evaluate((list) => list.scrollTo(0, 24 * 195));
      await page.locator(".log-row", { hasText: "step.205" }).waitFor();
      expect(await page.locator(".new-day").allInnerTexts()).toEqual(["2026-01-16"]);
      expect(await page.locator(".log-row", { has: page.locator(".new-day") }).innerText()).toContain("step.200");
    });
  });

  browserTest("what logs are chosen by stands beside their number, and can be taken back", async () => {
    await reading(`${base}/-/logs?level=ERROR&event=step.1&event=step.2`, async (page) => {
      expect(await page.locator(".chip").allInnerTexts()).toEqual(["level is ERROR", "event is step.1 or step.2"]);
      await page.locator(".chip", { hasText: "event" }).click();
      await page.locator(".count", { hasText: `${lines} records` }).waitFor();
      expect(new URL(page.url()).search).toBe("?level=ERROR");
    });
  });
});
