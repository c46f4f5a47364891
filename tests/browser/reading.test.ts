// What the pages beside sessions and logs are for: failures, tools, files, tables, SQL, several bundles; on every width, under any path.

import { afterAll, beforeAll, describe, expect } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import JSZip from "jszip";
import type { Browser, Page } from "playwright-core";
import { Scratch } from "../support/bundles.ts";
import { browserTest, openBrowser, pagePaths, type Served, served, settled, visit, watchedPage } from "./browser.ts";

const session = "5d0c3a52-6d7e-4b6e-9a42-000000000001";
const longMessage = `${"a long message ".repeat(40)}that ends here`;

/** Three levels in known numbers, one failure twice, a value that is longer than its cell. */
function writeLog(path: string): void {
  const said: readonly (readonly [level: string, message: string])[] = [
    ...Array.from({ length: 6 }, (_, at) => ["INFO", `step ${at}`] as const),
    ["WARNING", longMessage],
    ["ERROR", "lint failed after 3 files"],
    ["ERROR", "lint failed after 5 files"],
    ["ERROR", "no such file"],
  ];
  const lines = said.map(([level, message], at) =>
    JSON.stringify({
      timestamp: `2026-01-15T10:00:${String(at).padStart(2, "0")}.000000+00:00`,
      level,
      logger: "acme",
      event: "acme.step",
      message,
      context: { session_id: session },
    }),
  );
  writeFileSync(path, `${lines.join("\n")}\n`);
}

async function writeArchive(path: string, second: string, day: number): Promise<void> {
  const zip = new JSZip();
  zip.file("notes/plan.txt", `first\n${second}\nthird\n`, { date: new Date(Date.UTC(2026, 0, day)) });
  writeFileSync(path, await zip.generateAsync({ type: "uint8array" }));
}

describe("the pages", () => {
  const scratch = new Scratch();
  let browser: Browser | undefined;
  let server: Served | undefined;
  let base = "";
  let name = "";

  beforeAll(async () => {
    mkdirSync(scratch.path("run"));
    writeLog(scratch.path("run/app.log"));
    await writeArchive(scratch.path("run/before.zip"), "second", 1);
    await writeArchive(scratch.path("run/after.zip"), "another second", 2);
    const { output } = await scratch.create([scratch.path("run")]);
    mkdirSync(scratch.path("other"));
    writeFileSync(scratch.path("other/notes.log"), "nothing that is known\n");
    writeLog(scratch.path("other/app.log"));
    const other = await scratch.create([scratch.path("other")]);
    server = await served([output, other.output], scratch.folder);
    name = output.slice(output.lastIndexOf("/") + 1, -".db".length);
    base = `${server.origin}/${name}`;
    browser = await openBrowser();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
    scratch.remove();
  });

  /** One page, asked, and free of complaints in the end. */
  async function reading(address: string, run: (page: Page) => Promise<void>): Promise<void> {
    const { page, complaints } = await watchedPage(browser!, server!.origin);
    await visit(page, address);
    await run(page);
    expect(complaints).toEqual([]);
    await page.close();
  }

  browserTest("the list of bundles tells how each one ended", async () => {
    await reading(`${server!.origin}/`, async (page) => {
      await page.locator(".bundle-table .bad").nth(1).waitFor();
      expect(await page.locator(".bundle-table tbody tr").first().innerText()).toContain("lint failed after 3 files");
      expect(await page.locator(".bundle-table .bad").allInnerTexts()).toEqual(["3", "3"]);
    });
  });

  browserTest("the overview names the first failure, and leads to it", async () => {
    await reading(base, async (page) => {
      expect(await page.locator("h1").innerText()).toBe("3 failures of 2 kinds");
      expect(await page.locator(".first-failure").innerText()).toContain("lint failed after 3 files");
      await page.locator(".overview-costs a", { hasText: "no such file" }).click();
      await page.locator('tr[aria-current="true"]', { hasText: "no such file" }).waitFor();
    });
  });

  browserTest(
    "the most frequent failure shows its example, the row behind it and its first and last time",
    async () => {
      await reading(`${base}/-/errors`, async (page) => {
        const first = page.locator("tbody tr").first();
        expect(await first.innerText()).toMatch(
          /^2\b[\s\S]*acme\.step[\s\S]*lint failed after 3 files[\s\S]*10:00:07\.000[\s\S]*\+1\.0 s/,
        );
        expect(await page.locator(".behind h2").innerText()).toBe("The row behind it, in logs");
        expect(await page.locator(".detail").innerText()).toContain("acme.step");
        await page.locator(".detail-head a", { hasText: "logs around it" }).click();
        // Two seconds before and after it.
        await page.locator(".log-row").nth(3).waitFor();
        expect(await page.locator(".log-row").count()).toBe(4);
      });
    },
  );

  browserTest("two values of a facet are chosen together, and read as a sentence", async () => {
    await reading(`${base}/logs?_facet=level`, async (page) => {
      await page.locator(".facet-row", { hasText: "ERROR" }).click();
      await page.locator(".toolbar .count", { hasText: "3 rows" }).waitFor();
      expect(await page.locator(".chips").innerText()).toContain("level is ERROR");
      await page.locator(".facet-row", { hasText: "WARNING" }).click();
      await settled(page);
      expect(await page.locator(".chips").innerText()).toMatch(/level is (ERROR or WARNING|WARNING or ERROR)/);
      await page.locator(".toolbar .count", { hasText: "4 rows" }).waitFor();
      await page.locator(".toolbar a", { hasText: "open as SQL" }).click();
      await page.locator(".result-bar .count", { hasText: "4 rows" }).waitFor();
    });
  });

  browserTest("copying a cell copies its whole value", async () => {
    await reading(`${base}/logs?level=WARNING&_col=message`, async (page) => {
      const copied = await page.evaluate(() => {
        const cell = [...document.querySelectorAll("[data-column]")].find((one) =>
          one.textContent?.startsWith("a long"),
        );
        if (cell === undefined) return null;
        getSelection()?.selectAllChildren(cell);
        const data = new DataTransfer();
        cell.dispatchEvent(new ClipboardEvent("copy", { clipboardData: data, bubbles: true, cancelable: true }));
        return { shown: cell.textContent?.length ?? 0, copied: data.getData("text/plain") };
      });
      expect(copied?.copied).toBe(longMessage);
      expect(copied?.shown).toBeLessThan(longMessage.length);
    });
  });

  browserTest("tables say how many rows they have, and are found by the names of their columns", async () => {
    await reading(`${base}/-/tables`, async (page) => {
      expect(
        await page.locator("li", { has: page.getByRole("link", { name: "logs", exact: true }) }).innerText(),
      ).toMatch(/^logs\s+10\b/);
      expect(await page.locator(".table-group h2").allInnerTexts()).not.toContain("Others");
      await page.getByLabel("Find a table or column").fill("escalation_level");
      expect(await page.locator(".table-line a").allInnerTexts()).toEqual(["agents"]);
    });
  });

  browserTest("a row tells what points to it", async () => {
    await reading(`${base}/sessions/${session}`, async (page) => {
      await page.locator(".pointing a", { hasText: "10 rows" }).click();
      await page.locator(".toolbar .count", { hasText: "10 rows" }).waitFor();
    });
  });

  browserTest("a single folder is opened at once, and the folder of a file that is linked to is shown", async () => {
    await reading(`${base}/-/files`, async (page) => {
      expect(await page.locator(".crumbs").innerText()).toBe("all files / notes");
      await page.locator(".file-name", { hasText: "plan.txt" }).click();
      await page.locator('.row[aria-current="true"]', { hasText: "plan.txt" }).waitFor();
      await page.locator(".crumbs a", { hasText: "all files" }).click();
      await page.locator(".folder-name", { hasText: "notes/" }).waitFor();
    });
  });

  browserTest("files of one path are one entry, and two versions are compared line by line", async () => {
    await reading(`${base}/-/files?folder=notes`, async (page) => {
      expect(await page.locator(".file-name").allInnerTexts()).toEqual(["plan.txt"]);
      expect(await page.locator(".lines").innerText()).toBe("first\nanother second\nthird");
      await page.locator(".versions a", { hasText: "compare" }).click();
      await page.locator(".diff-added").waitFor();
      expect(await page.locator(".diff-added").allInnerTexts()).toEqual(["+another second\n"]);
      expect(await page.locator(".diff-removed").allInnerTexts()).toEqual(["-second\n"]);
    });
  });

  browserTest("Ctrl+Enter runs a statement, parameters stand in the address, times become a chart", async () => {
    await reading(`${base}/-/query`, async (page) => {
      await page.locator(".cm-content").click();
      await page.keyboard.type("SELECT timestamp, severity FROM logs WHERE level = :level");
      await page.keyboard.press("Escape");
      await page.locator(".sql-parameter input").fill("ERROR");
      await page.locator(".cm-content").click();
      await page.keyboard.press("Control+Enter");
      await page.locator(".data-row").nth(2).waitFor();
      expect(new URL(page.url()).searchParams.get("level")).toBe("ERROR");
      expect(await page.locator(".data-row").count()).toBe(3);
      await page.locator(".views a", { hasText: "chart" }).click();
      await page.locator(".time-chart canvas").waitFor();
    });
  });

  browserTest("a cut result says so, and all of its rows can be taken away", async () => {
    const sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) SELECT i FROM n";
    await reading(`${base}/-/query?sql=${encodeURIComponent(sql)}`, async (page) => {
      expect(await page.locator(".cut-note").innerText()).toContain("there are more rows than one answer");
      const address = await page.locator(".result-bar a", { hasText: "NDJSON" }).getAttribute("href");
      const text = await (await fetch(new URL(address ?? "", server!.origin))).text();
      expect(text.trim().split("\n").length).toBe(5000);
    });
  });

  for (const [what, path, words] of [
    ["a bundle", "/none", "No bundle called “none”"],
    ["a table", "/BUNDLE/none", "There is no table called “none”"],
    ["a row", "/BUNDLE/logs/1", "There is no row 1 in logs"],
    ["a page", "/BUNDLE/-/none", "There is no such page"],
  ] as const) {
    browserTest(`an address that names no such thing as ${what} says what there is instead`, async () => {
      const { page } = await watchedPage(browser!, server!.origin);
      await visit(page, server!.origin + path.replace("BUNDLE", name));
      expect(await page.locator("h1").innerText()).toContain(words);
      expect(await page.locator(".page a").count()).toBeGreaterThan(0);
      await page.close();
    });
  }

  browserTest("behind a proxy every link stays under its path", async () => {
    await using proxied = await served([scratch.path(`${name}.db`), "--root-path", "/debug"], scratch.folder);
    // What the program says of itself has the path in it.
    expect(new URL(proxied.origin).pathname).toBe("/debug");
    const { page, complaints } = await watchedPage(browser!, proxied.origin);
    const astray: string[] = [];
    for (const path of ["", ...pagePaths.map((one) => `/${name}${one}`)]) {
      await visit(page, `${proxied.origin}${path}`);
      const links = await page.evaluate(() =>
        [...document.querySelectorAll("a[href]")].map(
          (link) => new URL((link as HTMLAnchorElement).href, location.href).pathname,
        ),
      );
      expect(links.length).toBeGreaterThan(0);
      astray.push(...links.filter((link) => !link.startsWith("/debug")).map((link) => `${path}: ${link}`));
    }
    expect(astray).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  for (const width of [390, 1024, 1440, 2560]) {
    browserTest(`no page is wider than a window of ${width} px`, async () => {
      const { page } = await watchedPage(browser!, server!.origin, { width });
      const wide: string[] = [];
      for (const path of pagePaths) {
        await visit(page, base + path);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (over > 0) wide.push(`${path}: ${over} px`);
      }
      expect(wide).toEqual([]);
      await page.close();
    });
  }
});
