// What an engineer does first with a run that failed: find the first error, what stands around it, the call behind it, its record, and ask on.

import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect } from "bun:test";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { Scratch } from "../support/bundles.ts";
import { shared } from "../support/shared.ts";
import { browserTest, openBrowser, type Served, served, settled, visit, watchedPage } from "./browser.ts";

interface Run {
  readonly name: string;
  readonly input: string;
  readonly hasFailure: boolean;
}

const runs: readonly Run[] = [
  { name: "WINK, the older format", input: "wink/old/code-review/input", hasFailure: true },
  { name: "WINK, a debug bundle", input: "wink/head/failed", hasFailure: true },
  { name: "overstory", input: "overstory/full-v0.11.0/input", hasFailure: true },
  { name: "Pinocchio", input: "pinocchio/sessionstream-v2/input", hasFailure: true },
  { name: "BIND", input: "bind/restart/input", hasFailure: false },
];

describe.skipIf(shared === null)("the first look at a run", () => {
  const scratch = new Scratch();
  const names = new Map<string, string>();
  let browser: Browser | undefined;
  let server: Served | undefined;

  beforeAll(async () => {
    const outputs: string[] = [];
    for (const { name, input } of runs) {
      const { output } = await scratch.create([join(shared ?? "", "corpus", input)]);
      outputs.push(output);
      names.set(name, output.slice(output.lastIndexOf("/") + 1, -".db".length));
    }
    const foreign = scratch.path("foreign.db");
    const db = new Database(foreign);
    db.exec("CREATE TABLE pets (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO pets (name) VALUES ('Pancho')");
    db.close();
    server = await served([...outputs, foreign], scratch.folder);
    browser = await openBrowser();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
    scratch.remove();
  });

  for (const { name, hasFailure } of runs) {
    browserTest(`${name}: from the overview to the record and a question`, async () => {
      const origin = server!.origin;
      const bundle = names.get(name)!;
      const { page, complaints } = await watchedPage(browser!, origin);
      await visit(page, `${origin}/${bundle}`);
      if (hasFailure) {
        await page.locator(".first-failure").click();
      } else {
        expect(await page.locator("h1").innerText()).toBe("No failure is recorded");
        await page.keyboard.press("g");
        await page.keyboard.press("s");
        await page.locator(".step").first().click();
      }
      await settled(page);
      // Its context: the steps around it, or the failure itself where no session is known.
      if (new URL(page.url()).pathname.includes("/sessions")) {
        expect(await page.locator('.step[aria-current="true"]').count()).toBe(1);
        await page.keyboard.press("k");
        await page.keyboard.press("j");
        await settled(page);
      }
      await page.locator(".original button").click();
      await settled(page);
      expect(await page.locator(".original code").first().innerText()).toContain("dbundle raw");
      expect((await page.locator(".original").innerText()).length).toBeGreaterThan(80);
      // The call behind it, asked for in SQL.
      await page.locator(".record-links a", { hasText: "as SQL" }).first().click();
      await settled(page);
      expect(new URL(page.url()).searchParams.get("sql")).toContain("SELECT *");
      expect(await page.locator(".data-row").count()).toBe(1);
      // And back to where it began.
      await page.goBack();
      await settled(page);
      expect(await page.locator(".record").count()).toBeGreaterThan(0);
      expect(complaints).toEqual([]);
      await page.close();
    });
  }

  browserTest("the keyboard walks through failures, opens rows and lists itself", async () => {
    const origin = server!.origin;
    const bundle = names.get("WINK, the older format")!;
    const { page, complaints } = await watchedPage(browser!, origin);
    await visit(page, `${origin}/${bundle}/-/sessions`);
    const outcomes: string[] = [];
    for (const key of ["e", "e", "E"]) {
      await page.keyboard.press(key);
      await settled(page);
      outcomes.push(new URL(page.url()).searchParams.get("at") ?? "");
    }
    expect(outcomes[0]).toBe(outcomes[2]!);
    expect(outcomes[1]).not.toBe(outcomes[0]!);
    await page.keyboard.press("?");
    expect(await page.locator("dialog.help").innerText()).toContain("next failure");
    await page.keyboard.press("Escape");
    expect(await page.locator("dialog.help").count()).toBe(0);
    await page.keyboard.press("Enter");
    await settled(page);
    expect(new URL(page.url()).pathname).toMatch(/\/(tool_calls|logs|prompt_events)\/\d+$/);
    expect(complaints).toEqual([]);
    await page.close();
  });

  browserTest(
    "the log fills its list, keeps a chosen record in the address and shows what stands around it",
    async () => {
      const origin = server!.origin;
      const { page, complaints } = await watchedPage(browser!, origin);
      await visit(page, `${origin}/${names.get("WINK, the older format")}/-/logs?level=ERROR`);
      await page.locator(".log-row").first().click();
      await settled(page);
      const at = new URL(page.url()).searchParams.get("at");
      await page.locator(".detail-head a", { hasText: "around this moment" }).click();
      await settled(page);
      expect(new URL(page.url()).searchParams.get("at")).toBe(at);
      expect(await page.locator('.log-row[aria-current="true"]').count()).toBe(1);
      expect(await page.locator(".log-row").count()).toBeGreaterThan(20);
      expect(await page.locator(".row-coming").count()).toBe(0);
      expect(complaints).toEqual([]);
      await page.close();
    },
  );

  browserTest("a file that is no bundle shows why, its tables and SQL", async () => {
    const origin = server!.origin;
    const { page, complaints } = await watchedPage(browser!, origin);
    await visit(page, `${origin}/foreign`);
    expect(await page.locator("nav[aria-label=Pages]").innerText()).toMatch(/^Tables\s+SQL$/);
    expect(await page.locator(".page-note").innerText()).toContain("no bundle");
    await page
      .locator("main a", { hasText: /^pets$/ })
      .first()
      .click();
    await settled(page);
    expect(await page.locator(".data-row").innerText()).toContain("Pancho");
    expect(complaints).toEqual([]);
    await page.close();
  });

  browserTest("an answer that fails says why and leaves the page usable", async () => {
    const origin = server!.origin;
    const { page } = await watchedPage(browser!, origin);
    await visit(page, `${origin}/${names.get("BIND")}/-/query?sql=SELECT+1+FROM+nowhere`);
    expect(await page.locator('[role="alert"]').innerText()).toContain("no such table: nowhere");
    await page.locator(".schema-questions summary").click();
    await page.locator(".schema-questions a").first().click();
    await settled(page);
    expect(await page.locator('[role="alert"]').count()).toBe(0);
    await page.close();
  });
});
