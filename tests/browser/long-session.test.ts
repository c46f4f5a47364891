// A session of very many steps: it opens at its beginning, any place of it is near, and the server finds the next failure.

import { afterAll, beforeAll, describe, expect } from "bun:test";
import { writeFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { Scratch } from "../support/bundles.ts";
import { browserTest, openBrowser, type Served, served, settled, visit, watchedPage } from "./browser.ts";
import { scrolled, sentenceOf } from "./frames.ts";
import { memoryOf, memorySentence } from "./memory.ts";

const session = "5d0c3a52-6d7e-4b6e-9a42-000000000007";
const steps = 40_000;
const failures = [25_000, 38_000];

/** A line a second, with a night between two halves. */
function logText(): string {
  const night = 8 * 3600;
  return Array.from({ length: steps }, (_, at) => {
    const seconds = at + (at < steps / 2 ? 0 : night);
    const timestamp = new Date(Date.UTC(2026, 0, 15) + seconds * 1000).toISOString().replace("Z", "000+00:00");
    const level = failures.includes(at) ? "ERROR" : "WARNING";
    const context = { session_id: session };
    return `${JSON.stringify({ timestamp, level, logger: "app", event: `step.${at}`, message: `line ${at}`, context })}\n`;
  }).join("");
}

describe("a session of very many steps", () => {
  const scratch = new Scratch();
  let browser: Browser | undefined;
  let server: Served | undefined;
  let address = "";

  beforeAll(async () => {
    const log = scratch.path("app.log");
    writeFileSync(log, logText());
    const { output } = await scratch.create([log], { search: "none" });
    server = await served([output], scratch.folder);
    address = `${server.origin}/${output.slice(output.lastIndexOf("/") + 1, -".db".length)}/-/sessions/${session}`;
    browser = await openBrowser();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
    scratch.remove();
  });

  const chosen = (page: Page) => page.locator('.step[aria-current="true"] .step-name').innerText();

  browserTest("is counted, scrolls without an empty frame and ends with its last step", async () => {
    const { page, complaints } = await watchedPage(browser!, server!.origin);
    // The server bundles the page when it is first asked, if it runs from its sources.
    await visit(page, `${server!.origin}/`);
    const begun = performance.now();
    await page.goto(address);
    await page.waitForSelector(".step");
    const firstRows = performance.now() - begun;
    await settled(page);
    const everything = performance.now() - begun;
    expect(await page.locator(".step-toolbar .count").innerText()).toBe("40,000 steps");
    expect(await page.locator(".step-toolbar .kind").allInnerTexts()).toEqual(["log 40k"]);
    const frames = await scrolled(page, ".steps .list", 400);
    const jumped = performance.now();
    await page.locator(".steps .list").evaluate((list) => list.scrollTo(0, list.scrollHeight));
    await page.locator(".step-name", { hasText: "step.39999" }).waitFor();
    const atEnd = performance.now() - jumped;
    const memory = await memoryOf(browser!, page);
    console.log(
      `first steps ${Math.round(firstRows)} ms, map and counts ${Math.round(everything)} ms, jump to the end ${Math.round(atEnd)} ms; ${sentenceOf(frames)}; ${memorySentence(memory)}`,
    );
    expect(frames.empty).toBe(0);
    expect(memory.heap).toBeLessThan(60);
    expect(complaints).toEqual([]);
    await page.close();
  });

  browserTest("gives the next failure wherever it lies, and says when there is none", async () => {
    const { page, complaints } = await watchedPage(browser!, server!.origin);
    await visit(page, address);
    for (const failure of failures) {
      await page.keyboard.press("e");
      await settled(page);
      expect(await chosen(page)).toBe(`step.${failure}`);
      expect(await page.locator(".detail-head").innerText()).toContain(
        `step ${(failure + 1).toLocaleString("en-US")} of 40,000`,
      );
    }
    await page.keyboard.press("e");
    await settled(page);
    expect(await page.locator(".step-toolbar .told").innerText()).toBe("No failure behind this one.");
    await page.keyboard.press("E");
    await settled(page);
    await page.keyboard.press("j");
    await settled(page);
    expect(await chosen(page)).toBe("step.25001");
    expect(complaints).toEqual([]);
    await page.close();
  });

  browserTest("shows the step that an address names, and after going back the same place", async () => {
    const { page, complaints } = await watchedPage(browser!, server!.origin);
    await visit(page, address);
    await page.keyboard.press("e");
    await settled(page);
    const named = page.url();
    const other = await watchedPage(browser!, server!.origin);
    await visit(other.page, named);
    expect(await chosen(other.page)).toBe("step.25000");
    await other.page.keyboard.press("Enter");
    await settled(other.page);
    await other.page.goBack();
    await settled(other.page);
    expect(await chosen(other.page)).toBe("step.25000");
    expect([...complaints, ...other.complaints]).toEqual([]);
    await other.page.close();
    await page.close();
  });

  browserTest("goes where its map is clicked, and marks the long wait", async () => {
    const { page, complaints } = await watchedPage(browser!, server!.origin);
    await visit(page, address);
    const map = await page.locator(".minimap").boundingBox();
    if (map === null) throw new Error("The session has no map.");
    await page.mouse.click(map.x + map.width / 2, map.y + map.height / 2);
    await settled(page);
    await page.waitForFunction(() => document.querySelector(".row-coming") === null);
    const middle = await page.locator(".step .step-name").nth(40).innerText();
    expect(Math.abs(Number(middle.slice("step.".length)) - steps / 2)).toBeLessThan(1000);
    await visit(page, `${address}?at=${await keyOf(page, steps / 2)}`);
    expect(await page.locator(".step-after-wait .since").first().innerText()).toBe("+8 h 00 m");
    expect(complaints).toEqual([]);
    await page.close();
  });

  /** The address's name of the N-th step. */
  async function keyOf(page: Page, index: number): Promise<string> {
    const [bundle] = new URL(address).pathname.split("/").filter((part) => part !== "");
    const question = `/${bundle}/-/steps.json?session=${session}&logs=warning&_size=1&start=${index}`;
    const answer = await page.request.get(server!.origin + question);
    const { steps: found } = (await answer.json()) as { steps: readonly { table: string; id: number }[] };
    return `${found[0]!.table}:${found[0]!.id}`;
  }

  browserTest("keeps folded panes folded", async () => {
    const { page } = await watchedPage(browser!, server!.origin);
    await visit(page, address);
    await page.keyboard.press("[");
    await page.reload();
    await settled(page);
    expect(await page.locator(".pane-left").count()).toBe(0);
    await page.locator(".unfold").click();
    expect(await page.locator(".pane-left").count()).toBe(1);
    await page.close();
  });
});
