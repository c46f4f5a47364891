// Hostile contents run nothing, nothing leaves the machine, and everybody can use every page.

import { afterAll, beforeAll, describe, expect } from "bun:test";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { Scratch } from "../support/bundles.ts";
import { browserTest, openBrowser, pagePaths, type Served, served, settled, visit, watchedPage } from "./browser.ts";

/** Each sets the title to XSS, or asks another machine, if it is taken for anything but text. */
const hostile: readonly string[] = [
  "<script>document.title='XSS'</script>",
  "<img src=x onerror=\"document.title='XSS'\">",
  '"><svg onload="document.title=\'XSS\'">',
  "<a href=\"javascript:document.title='XSS'\">a link</a>",
  "# heading\n\n[a link](javascript:document.title='XSS') ![a picture](http://evil.example/pixel.png)\n\n- one\n- **two**",
  "<link rel=stylesheet href=http://evil.example/a.css><style>@import 'http://evil.example/b.css'</style>",
  "<iframe srcdoc=\"<script>top.document.title='XSS'</script>\"></iframe>",
  "{{constructor.constructor('document.title=`XSS`')()}}",
  "\u001b[31mred\u001b[0m \u001b]8;;http://evil.example\u0007link\u001b]8;;\u0007",
  "__proto__",
  "\u202eright to left\u202c",
];

const session = "5d0c3a52-6d7e-4b6e-9a42-000000000001<img src=x onerror=document.title='XSS'>";

function writeHostileRun(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const lines = hostile.flatMap((text, at) =>
    ["ERROR", text].map((level) =>
      JSON.stringify({
        timestamp: `2026-01-15T10:00:${String(at).padStart(2, "0")}.000000+00:00`,
        level,
        logger: text,
        event: text,
        message: text,
        context: { session_id: session, [text]: text, html: `<b>${text}</b>` },
      }),
    ),
  );
  writeFileSync(join(folder, "run.log"), `${lines.join("\n")}\n`);
  writeFileSync(join(folder, "<img src=x onerror=document.title='XSS'>.md"), hostile.join("\n\n"));
  writeFileSync(join(folder, "page.html"), hostile.join("\n"));
  writeFileSync(
    join(folder, "picture.svg"),
    "<svg xmlns='http://www.w3.org/2000/svg' onload=\"document.title='XSS'\"/>",
  );
}

const axeSource = readFileSync(join(import.meta.dir, "../../node_modules/axe-core/axe.min.js"), "utf8");

interface Finding {
  readonly impact: string;
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

describe("every page", () => {
  const scratch = new Scratch();
  let browser: Browser | undefined;
  let server: Served | undefined;
  let base = "";

  beforeAll(async () => {
    const folder = scratch.path("run");
    writeHostileRun(folder);
    const { output } = await scratch.create([folder], { search: "full" });
    server = await served([output], scratch.folder);
    base = `${server.origin}/${output.slice(output.lastIndexOf("/") + 1, -".db".length)}`;
    browser = await openBrowser();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
    scratch.remove();
  });

  for (const path of [
    ...pagePaths,
    "/-/query?sql=SELECT+message+AS+%22%3Cimg+src%3Dx+onerror%3Ddocument.title%3D'XSS'%3E%22+FROM+logs",
  ]) {
    browserTest(`${path || "the overview"} shows hostile text as text`, async () => {
      const { page, complaints } = await watchedPage(browser!, server!.origin);
      await visit(page, base + path);
      await page.keyboard.press("j");
      await settled(page);
      const original = page.locator(".original button");
      if ((await original.count()) > 0) await original.first().click();
      await settled(page);
      expect(await page.title()).not.toBe("XSS");
      expect(complaints).toEqual([]);
      await page.close();
    });
  }

  for (const scheme of ["light", "dark"] as const) {
    for (const width of [1440, 390]) {
      browserTest(`axe finds nothing serious at ${width} px, ${scheme}`, async () => {
        const { page } = await watchedPage(browser!, server!.origin, { width, scheme });
        const found: string[] = [];
        for (const path of pagePaths) {
          await visit(page, base + path);
          // With what is chosen open beside the list, where there is one.
          await page.keyboard.press("j");
          await settled(page);
          await page.evaluate(axeSource);
          const violations = await page.evaluate<readonly Finding[]>(
            "axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)",
          );
          for (const { impact, id, nodes } of violations) {
            if (impact === "serious" || impact === "critical")
              found.push(`${path}: ${id}: ${nodes[0]?.html.slice(0, 160)}`);
          }
        }
        expect(found).toEqual([]);
        await page.close();
      });
    }
  }
});
