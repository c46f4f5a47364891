// What is not known is shown as not known: neither as fine nor as nothing, and no link leads to an empty page.

import { afterAll, beforeAll, describe, expect } from "bun:test";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { Scratch } from "../support/bundles.ts";
import { browserTest, openBrowser, type Served, served, visit, watchedPage } from "./browser.ts";

const fixtures = join(import.meta.dir, "../fixtures");

describe("what is not known", () => {
  const scratch = new Scratch();
  const addresses = new Map<string, string>();
  let browser: Browser | undefined;
  let server: Served | undefined;

  beforeAll(async () => {
    const outputs: string[] = [];
    for (const name of ["overstory-events-store", "pinocchio-sem-frames"]) {
      const { output } = await scratch.create([join(fixtures, name)]);
      outputs.push(output);
      addresses.set(name, output.slice(output.lastIndexOf("/") + 1, -".db".length));
    }
    server = await served(outputs, scratch.folder);
    browser = await openBrowser();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
    scratch.remove();
  });

  async function reading(fixture: string, path: string, run: (page: Page) => Promise<void>): Promise<void> {
    const { page, complaints } = await watchedPage(browser!, server!.origin);
    await visit(page, `${server!.origin}/${addresses.get(fixture)}${path}`);
    await run(page);
    expect(complaints).toEqual([]);
    await page.close();
  }

  browserTest("a tool whose calls say nothing of their end has no failure rate of 0 %", async () => {
    await reading("overstory-events-store", "/-/tools", async (page) => {
      const heads = await page.locator(".tool-table thead th").allInnerTexts();
      expect(heads).toContain("unknown");
      const rate = heads.indexOf("failure rate") + 1;
      const unknown = page.locator("tbody tr", { has: page.locator(`a[href*="status=unknown"]`) }).first();
      expect(await unknown.locator(`:nth-child(${rate})`).first().innerText()).toBe("unknown");
    });
  });

  browserTest("without a session only what is there is named", async () => {
    for (const path of ["", "/-/sessions"]) {
      await reading("pinocchio-sem-frames", path, async (page) => {
        const links = page.locator(path === "" ? ".overview-sessions p a" : ".page p a");
        await links.nth(1).waitFor();
        expect(await links.allInnerTexts()).toEqual(["1 failure", "1 tool call", "tables"]);
      });
    }
  });

  browserTest("an address of a row that is gone says so, and how to go on", async () => {
    for (const path of ["/-/logs?at=1", "/-/errors?at=1", "/-/sessions/s?at=logs%3A1"]) {
      const { page } = await watchedPage(browser!, server!.origin);
      await visit(page, `${server!.origin}/${addresses.get("overstory-events-store")}${path}`);
      expect(await page.locator(".detail").innerText()).toContain("There is no row 1 in");
      await page.locator(".detail a", { hasText: "Close it." }).click();
      expect(new URL(page.url()).searchParams.get("at")).toBeNull();
      await page.close();
    }
  });
});
