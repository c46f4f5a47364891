// The page of SQL: what is wrong and where, one row of many, more rows than one answer, a statement that never ends.

import { afterAll, beforeAll, describe, expect } from "bun:test";
import { writeFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { Scratch } from "../support/bundles.ts";
import { browserTest, openBrowser, type Served, served, settled, visit, watchedPage } from "./browser.ts";

const numbers = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n";

describe("the page of SQL", () => {
  const scratch = new Scratch();
  let browser: Browser | undefined;
  let server: Served | undefined;
  let base = "";

  beforeAll(async () => {
    const line = { timestamp: "2026-01-15T10:00:00.000000+00:00", level: "INFO", logger: "acme", event: "acme.step" };
    writeFileSync(scratch.path("app.log"), `${JSON.stringify({ ...line, message: "one", context: { n: [1, 2] } })}\n`);
    const { output } = await scratch.create([scratch.path("app.log")]);
    server = await served([output], scratch.folder);
    base = `${server.origin}/${output.slice(output.lastIndexOf("/") + 1, -".db".length)}/-/query`;
    browser = await openBrowser();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
    scratch.remove();
  });

  async function asking(sql: string, run: (page: Page) => Promise<void>, more = ""): Promise<void> {
    const { page } = await watchedPage(browser!, server!.origin);
    await visit(page, `${base}?sql=${encodeURIComponent(sql)}${more}`);
    await run(page);
    await page.close();
  }

  browserTest("a mistyped column is shown where it stands, and its right name runs the statement", async () => {
    await asking("SELECT count(*),\n  levl\nFROM logs", async (page) => {
      expect(await page.locator(".failing-lines").innerText()).toMatch(/line 2\s+levl/);
      expect(await page.locator(".cm-wrong").innerText()).toBe("levl");
      expect(await page.locator(".sql-failure button").count()).toBe(0);
      await page.locator(".sql-failure a", { hasText: "level" }).click();
      await page.locator(".data-row", { hasText: "INFO" }).waitFor();
      expect(await page.locator(".cm-wrong").count()).toBe(0);
    });
  });

  browserTest("a row of an answer is read in full, its JSON as a tree, and the address keeps it", async () => {
    await asking("SELECT message, context FROM logs", async (page) => {
      await page.locator(".row-number").click();
      await page.locator(".json-key", { hasText: "n" }).waitFor();
      expect(new URL(page.url()).searchParams.get("_row")).toBe("1");
      await page.keyboard.press("Escape");
      await page.locator(".detail").waitFor({ state: "detached" });
      await page.keyboard.press("j");
      expect(await page.locator(".detail").innerText()).toContain("one");
    });
  });

  browserTest("an id of the statement's only table leads to its row", async () => {
    await asking("SELECT id, count(*) AS n FROM logs", async (page) => {
      await page.locator('.data-row [data-column="0"] a').click();
      await page.locator(".row-page h1", { hasText: "acme.step" }).waitFor();
    });
  });

  browserTest("a cut answer says so, and goes on where it was cut", async () => {
    await asking(`${numbers} LIMIT 2500) SELECT x FROM n`, async (page) => {
      expect(await page.locator(".result-bar .count").innerText()).toContain("the first 1,000 rows");
      await page.locator(".cut-note a", { hasText: "the next rows" }).click();
      await settled(page);
      expect(await page.locator(".result-bar .count").innerText()).toContain("rows 1,001 to 2,000");
      expect(await page.locator(".data-row").first().innerText()).toMatch(/1001\s+1001/);
      await page.locator(".cut-note a", { hasText: "the next rows" }).click();
      await settled(page);
      expect(await page.locator(".result-bar .count").innerText()).toContain("rows 2,001 to 2,500");
    });
  });

  browserTest("a chosen row stays in sight while one goes down the rows", async () => {
    await asking(`${numbers} LIMIT 200) SELECT x FROM n`, async (page) => {
      for (let at = 0; at < 60; at += 1) await page.keyboard.press("j");
      const chosen = page.locator('.data-row[aria-current="true"]');
      expect(await chosen.innerText()).toMatch(/60\s+60/);
      const [row, list] = [await chosen.boundingBox(), await page.locator(".list").boundingBox()];
      expect(row!.y).toBeGreaterThan(list!.y);
      expect(row!.y + row!.height).toBeLessThanOrEqual(list!.y + list!.height);
    });
  });

  browserTest("a statement that never ends can be stopped, and run again", async () => {
    const { page } = await watchedPage(browser!, server!.origin);
    await page.goto(`${base}?sql=${encodeURIComponent(`${numbers}) SELECT count(*) FROM n`)}`);
    await page.locator(".query-wait button").click();
    await page.locator(".notice", { hasText: "Stopped before it was answered" }).waitFor();
    await page.locator(".notice button", { hasText: "Run it again" }).click();
    await page.locator(".query-wait").waitFor();
    await page.locator(".sql-failure", { hasText: "took longer than" }).waitFor();
    await page.locator(".primary").click();
    await page.locator(".query-wait").waitFor();
    await page.close();
  });

  browserTest("the editor offers the columns of the statement's tables, with what they mean", async () => {
    await asking("SELECT  FROM logs", async (page) => {
      await page.locator(".cm-content").click();
      await page.keyboard.press("Home");
      for (let at = 0; at < "SELECT ".length; at += 1) await page.keyboard.press("ArrowRight");
      await page.keyboard.type("lev");
      const first = page.locator(".cm-tooltip-autocomplete li").first();
      await first.waitFor();
      expect(await first.innerText()).toMatch(/^level\s*logs$/);
    });
  });

  browserTest("a parameter that is not given is named where nothing is found", async () => {
    await asking("SELECT * FROM logs WHERE level = :wanted", async (page) => {
      expect(await page.locator(".notice").innerText()).toContain("Nothing is given for :wanted");
      await page.locator(".sql-parameter input").fill("INFO");
      await page.keyboard.press("Enter");
      await page.locator(".data-row").waitFor();
      expect(new URL(page.url()).searchParams.get("wanted")).toBe("INFO");
    });
  });
});
