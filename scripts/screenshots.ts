// Takes pictures of every page: wide and narrow, light and dark.
// Usage: bun scripts/screenshots.ts FOLDER [BUNDLE…]; without a bundle, of a night of eight agents. CHROMIUM names the browser.

import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { writeNightly } from "./fixtures/nightly.ts";

const [folder = "screenshots", ...given] = process.argv.slice(2);
const program = [process.execPath, join(import.meta.dir, "../src/main.ts")];
const scratch = mkdtempSync(join(tmpdir(), "dbundle-screenshots-"));

interface Shot {
  readonly name: string;
  readonly path: string;
  /** Pressed one after the other once the page is there. */
  readonly keys?: readonly string[];
}

const byTool = encodeURIComponent(
  "SELECT tool_name, count(*) AS calls, sum(status = 'error') AS failed, round(avg(duration_ms)) AS mean_ms, max(duration_ms) AS longest_ms\nFROM tool_calls\nGROUP BY tool_name\nORDER BY mean_ms DESC",
);
const byMinute = encodeURIComponent(
  "SELECT substr(timestamp, 1, 16) AS minute, count(*) AS records, sum(level <> 'info') AS warnings_and_errors\nFROM logs\nGROUP BY minute\nORDER BY minute",
);
const failedCalls = encodeURIComponent(
  "SELECT id, timestamp, duration_ms, result_message, session_id, params\nFROM tool_calls\nWHERE status = 'error'\nORDER BY timestamp",
);
const mistyped = encodeURIComponent("SELECT tool_nam, count(*)\nFROM tool_calls\nGROUP BY 1");

const shots: readonly Shot[] = [
  { name: "overview", path: "" },
  { name: "session", path: "/-/sessions", keys: ["e"] },
  { name: "transcript", path: "/-/sessions?view=transcript" },
  { name: "logs", path: "/-/logs", keys: ["j", "j"] },
  { name: "errors", path: "/-/errors" },
  { name: "error", path: "/-/errors", keys: ["j"] },
  { name: "tools", path: "/-/tools" },
  { name: "files", path: "/-/files" },
  { name: "tables", path: "/-/tables" },
  { name: "table", path: "/tool_calls?_facet=tool_name&_facet=status", keys: ["j"] },
  { name: "facets", path: "/logs?_facet=level&_facet=event&level__in=error,warn" },
  { name: "row", path: "/tool_calls?_size=1", keys: ["j", "Enter"] },
  { name: "questions", path: "/-/query" },
  { name: "sql", path: `/-/query?sql=${byTool}` },
  { name: "answer", path: `/-/query?sql=${failedCalls}&_row=4` },
  { name: "mistyped", path: `/-/query?sql=${mistyped}` },
  { name: "bars", path: `/-/query?_view=chart&_y=mean_ms&sql=${byTool}` },
  { name: "chart", path: `/-/query?_view=chart&sql=${byMinute}` },
  { name: "plan", path: `/-/query?_view=plan&sql=${byTool}` },
  { name: "search", path: "/-/search?q=voucher", keys: ["j"] },
  { name: "keys", path: "", keys: ["?"] },
  { name: "missing", path: "/tool_cals" },
];

const widths = [1440, 390] as const;
const schemes = ["light", "dark"] as const;

try {
  mkdirSync(folder, { recursive: true });
  const bundles = given.length > 0 ? given.map((path) => resolve(path)) : [await exampleBundle()];
  const server = Bun.spawn([...program, "serve", ...bundles, "--no-open", "--port", "0", "--json"], {
    stdout: "pipe",
    stderr: "inherit",
  });
  const { value } = await server.stdout.getReader().read();
  const { url } = JSON.parse(new TextDecoder().decode(value));
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  for (const bundle of bundles) await shootBundle(browser, `${url}`, basename(bundle, ".db"), given.length > 1);
  await browser.close();
  server.kill();
  await server.exited;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function exampleBundle(): Promise<string> {
  writeNightly(join(scratch, "night"));
  await dbundle(["create", "night", "-o", "nightly.db"]);
  return join(scratch, "nightly.db");
}

async function dbundle(words: readonly string[]): Promise<void> {
  const child = Bun.spawn([...program, ...words], { cwd: scratch, stdout: "ignore", stderr: "inherit" });
  if ((await child.exited) !== 0) throw new Error(`dbundle ${words[0]} failed on the example.`);
}

async function shootBundle(browser: Browser, url: string, bundle: string, isOneOfSeveral: boolean): Promise<void> {
  for (const width of widths) {
    for (const colorScheme of schemes) {
      const height = width < 600 ? 844 : 900;
      const page = await browser.newPage({
        viewport: { width, height },
        colorScheme,
        timezoneId: "UTC",
        hasTouch: width < 600,
      });
      for (const shot of shots) {
        await showPage(page, `${url}${bundle}${shot.path}`, shot.keys ?? []);
        const name = [...(isOneOfSeveral ? [bundle] : []), shot.name, width, colorScheme].join("-");
        await page.screenshot({ path: join(folder, `${name}.png`) });
        console.log(`${name}.png`);
      }
      await page.close();
    }
  }
}

async function showPage(page: Page, address: string, keys: readonly string[]): Promise<void> {
  await page.goto(address);
  await settled(page);
  for (const key of keys) {
    await page.keyboard.press(key);
    await settled(page);
  }
}

/** What a key brings is asked for a moment later, and what that brings later still. */
async function settled(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle");
  for (let round = 0; round < 3; round += 1) {
    await Bun.sleep(80);
    await page.waitForFunction(() => document.querySelector(".waiting") === null);
  }
}
