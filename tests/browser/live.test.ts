// A bundle that is written anew while it is looked at, and a server that goes away.

import { afterAll, beforeAll, describe, expect } from "bun:test";
import { renameSync, writeFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { Scratch } from "../support/bundles.ts";
import { browserTest, openBrowser, type Served, served, settled, visit, watchedPage } from "./browser.ts";

function logText(lines: number): string {
  return Array.from({ length: lines }, (_, at) => {
    const timestamp = `2026-01-15T10:00:${String(at % 60).padStart(2, "0")}.000000+00:00`;
    return `${JSON.stringify({ timestamp, level: "INFO", logger: "app", event: "step", message: `line ${at}` })}\n`;
  }).join("");
}

describe("a page that is open", () => {
  const scratch = new Scratch();
  let browser: Browser | undefined;
  let server: Served | undefined;
  let bundle = "";
  let address = "";

  beforeAll(async () => {
    bundle = await made("first.log", 20);
    server = await served([bundle], scratch.folder);
    address = `${server.origin}/${bundle.slice(bundle.lastIndexOf("/") + 1, -".db".length)}/-/logs`;
    browser = await openBrowser();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
    scratch.remove();
  });

  async function made(name: string, lines: number): Promise<string> {
    const log = scratch.path(name);
    writeFileSync(log, logText(lines));
    return (await scratch.create([log])).output;
  }

  browserTest("says that its bundle was written anew, and shows the new state at the same place", async () => {
    const { page, complaints } = await watchedPage(browser!, server!.origin);
    await visit(page, `${address}?level=INFO`);
    expect(await page.locator(".count").first().innerText()).toBe("20 records");
    await page.evaluate(() => document.querySelector(".log-row")?.setAttribute("data-kept", ""));
    const newer = await made("second.log", 30);
    renameSync(newer, bundle);
    await page.waitForSelector(".live-line");
    expect(await page.locator(".live-line").innerText()).toContain("was written anew");
    await page.waitForFunction(() => document.querySelector(".count")?.textContent === "30 records");
    expect(new URL(page.url()).searchParams.get("level")).toBe("INFO");
    expect(complaints).toEqual([]);
    await page.close();
  });

  browserTest("says that the server is gone, keeps what it shows, and finds it again", async () => {
    const { page } = await watchedPage(browser!, server!.origin);
    await visit(page, address);
    const port = new URL(server!.origin).port;
    await server![Symbol.asyncDispose]();
    await page.waitForSelector(".live-lost");
    expect(await page.locator(".live-lost").innerText()).toContain("The server has not answered since");
    expect(await page.locator(".log-row").count()).toBeGreaterThan(10);
    server = await served([bundle], scratch.folder, port);
    await page.locator(".live-lost button").click();
    await page.waitForFunction(() => document.querySelector(".live-lost") === null);
    await settled(page);
    expect(await page.locator('[role="alert"]').count()).toBe(0);
    await page.close();
  });
});
