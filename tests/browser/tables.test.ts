// Tables, rows and searches: every filter is said, every link leads on, in bundles and in other files.

import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect } from "bun:test";
import { writeFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { Scratch } from "../support/bundles.ts";
import { browserTest, openBrowser, type Served, served, settled, visit, watchedPage } from "./browser.ts";

function writeLog(path: string): void {
  const lines = ["ERROR", "WARNING", "INFO"].flatMap((level, at) =>
    [1, 2].map((attempt) =>
      JSON.stringify({
        timestamp: `2026-01-15T10:00:0${at}.00000${attempt}+00:00`,
        level,
        logger: "acme",
        event: "acme.step",
        message: `${level.toLowerCase()} at the lighthouse`,
        context: { retry: { attempt } },
      }),
    ),
  );
  writeFileSync(path, `${lines.join("\n")}\n`);
}

function writeForeign(path: string): void {
  const db = new Database(path);
  db.exec(`CREATE TABLE owners (id INTEGER PRIMARY KEY, name TEXT, photo BLOB);
    CREATE TABLE "my pets" (tag TEXT PRIMARY KEY, owner_id INTEGER REFERENCES owners) WITHOUT ROWID;
    INSERT INTO owners VALUES (7, 'Ann', x'0001feff48656c6c6f');
    INSERT INTO "my pets" VALUES ('rex', 7), ('tom', 7)`);
  db.close();
}

describe("tables", () => {
  const scratch = new Scratch();
  let browser: Browser | undefined;
  let server: Served | undefined;
  let base = "";

  beforeAll(async () => {
    writeLog(scratch.path("app.log"));
    writeForeign(scratch.path("zoo.db"));
    const { output } = await scratch.create([scratch.path("app.log")]);
    server = await served([output, scratch.path("zoo.db")], scratch.folder);
    base = `${server.origin}/${output.slice(output.lastIndexOf("/") + 1, -".db".length)}`;
    browser = await openBrowser();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
    scratch.remove();
  });

  async function reading(address: string, run: (page: Page) => Promise<void>): Promise<void> {
    const { page, complaints } = await watchedPage(browser!, server!.origin);
    await visit(page, address);
    await run(page);
    // A page that is not there is told of in the console too.
    expect(complaints.filter((complaint) => !complaint.includes("404"))).toEqual([]);
    await page.close();
  }

  browserTest("columns stand in the order in which such rows are read, what is never stated last", async () => {
    await reading(`${base}/logs`, async (page) => {
      const heads = await page.locator(".data-head .cell").allInnerTexts();
      expect(heads.slice(0, 6)).toEqual(["id", "timestamp", "level", "event", "logger", "message"]);
      expect(heads.indexOf("trace_id")).toBeGreaterThan(heads.indexOf("source_line"));
    });
  });

  browserTest("a filter into JSON is put together in the page, and reads as a sentence", async () => {
    await reading(`${base}/logs`, async (page) => {
      await page.locator(".toolbar button", { hasText: "add a filter" }).click();
      await page.locator(".new-filter select").first().selectOption("context");
      await page.locator('.new-filter [name="path"]').fill("retry.attempt");
      await page.locator('.new-filter [name="value"]').fill("2");
      await page.keyboard.press("Enter");
      await page.locator(".toolbar .count", { hasText: "3 rows" }).waitFor();
      expect(await page.locator(".chip").allInnerTexts()).toEqual(["context$.retry.attempt is 2"]);
      expect(await page.locator(".new-filter").count()).toBe(0);
      await page.locator(".chip").click();
      await page.locator(".toolbar .count", { hasText: "6 rows" }).waitFor();
    });
  });

  browserTest("a filter on a column that is not there is said, and can be taken back", async () => {
    await reading(`${base}/logs?lvl=ERROR`, async (page) => {
      expect(await page.locator(".chip").innerText()).toBe("lvl is ERROR (there is no such column)");
      await page.locator("a", { hasText: "Show all rows" }).click();
      await page.locator(".toolbar .count", { hasText: "6 rows" }).waitFor();
    });
  });

  browserTest("open as SQL finds the rows that the page shows, searched ones too", async () => {
    await reading(`${base}/logs?_search=lighthouse&level=WARNING&_sort_desc=timestamp`, async (page) => {
      expect(await page.locator(".table-comment").last().innerText()).toContain("only records from WARNING up");
      const shown = await page.locator(".data-row .cell:first-child").allInnerTexts();
      await page.locator("a", { hasText: "open as SQL" }).click();
      await page.locator(".row-number").first().waitFor();
      expect(await page.locator(".cm-content").innerText()).toMatch(/^SELECT \*\nFROM logs\nWHERE /);
      expect(await page.locator('.data-row [data-column="0"]').allInnerTexts()).toEqual(shown);
      expect(shown.length).toBe(2);
    });
  });

  browserTest("the list of columns closes when one goes on elsewhere", async () => {
    await reading(`${base}/logs`, async (page) => {
      await page.locator(".chooser summary").click();
      await page.locator(".chooser-list label", { hasText: "logger" }).click();
      await page.locator(".chooser summary", { hasText: /of \d+/ }).waitFor();
      await page.locator(".chooser-list button", { hasText: "show all" }).click();
      await page.locator(".chooser summary", { hasText: /^columns$/ }).waitFor();
      await page.locator("h1").click();
      expect(await page.locator(".chooser-list").isVisible()).toBe(false);
    });
  });

  browserTest("a name that is nearly that of a table leads to it", async () => {
    await reading(`${base}/tool_cals`, async (page) => {
      await page.locator(".page a", { hasText: "tool_calls" }).click();
      await page.locator("h1", { hasText: "tool_calls" }).waitFor();
    });
  });

  browserTest("foreign keys of another file lead on and back, whatever its names are", async () => {
    await reading(`${server!.origin}/zoo/my~20pets`, async (page) => {
      await page.locator(".data-row", { hasText: "tom" }).locator("a", { hasText: "7" }).click();
      await page.locator("aside a", { hasText: "2 rows" }).click();
      await page.locator(".data-row", { hasText: "rex" }).waitFor();
      await page.locator(".data-row", { hasText: "rex" }).locator("a", { hasText: "rex" }).click();
      await page.locator(".record-links a", { hasText: "as SQL" }).click();
      await settled(page);
      expect(await page.locator(".data-row").allInnerTexts()).toEqual([expect.stringMatching(/rex\s+7/)]);
      expect(await page.locator(".header-search").count()).toBe(0);
    });
  });

  browserTest("bytes that are no picture are shown as they are", async () => {
    await reading(`${server!.origin}/zoo/owners/7`, async (page) => {
      expect(await page.locator(".hex").innerText()).toBe(
        `0000  ${"00 01 fe ff 48 65 6c 6c 6f".padEnd(47)}  ····Hello`,
      );
      expect(await page.locator(".bytes p").innerText()).toMatch(/^9 B/);
    });
  });

  browserTest("a search is narrowed to one kind of place", async () => {
    await reading(`${base}/-/search?q=lighthouse`, async (page) => {
      expect(await page.locator(".toolbar .count").innerText()).toMatch(/^\d+ places$/);
      await page.locator(".views a", { hasText: "documents" }).click();
      await page.locator(".notice", { hasText: "of which only documents are looked at" }).waitFor();
      await page.locator(".notice a", { hasText: "Look everywhere" }).click();
      await page.locator(".hit").first().waitFor();
    });
  });
});
