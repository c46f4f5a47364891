// A real browser on a real server: what a page asks, breaks or runs is written down.

import { test } from "bun:test";
import { existsSync } from "node:fs";
import { type Browser, chromium, type Page, type Request } from "playwright-core";
import { sourceProgram } from "../support/program.ts";

const known = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Null: there is no Chromium on this machine. */
export const chromiumPath: string | null =
  [process.env.CHROMIUM ?? "", ...known].find((path) => path !== "" && existsSync(path)) ?? null;

const quiet = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Registers a test that needs a browser; where there is none it is listed as skipped. */
export function browserTest(name: string, run: () => Promise<void>, timeoutMs = 60_000): void {
  if (chromiumPath === null) test.skip(`${name} (no Chromium here)`, () => {});
  else test(name, run, timeoutMs);
}

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath ?? "", args: quiet });
}

export interface Served extends AsyncDisposable {
  /** Without a slash at its end. */
  readonly origin: string;
}

/** The program itself, serving these files, usually on a free port. */
export async function served(paths: readonly string[], cwd: string, port = "0"): Promise<Served> {
  const child = Bun.spawn([...sourceProgram, "serve", ...paths, "--no-open", "--port", port, "--json"], {
    cwd,
    stdin: "ignore",
    stdout: "pipe",
    stderr: "inherit",
  });
  const { value } = await child.stdout.getReader().read();
  const { url } = JSON.parse(new TextDecoder().decode(value)) as { url: string };
  return {
    origin: url.replace(/\/$/, ""),
    async [Symbol.asyncDispose]() {
      child.kill();
      await child.exited;
    },
  };
}

export interface Watched {
  readonly page: Page;
  /** Sentences on everything that must not happen. */
  readonly complaints: string[];
}

export interface PageChoice {
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: "light" | "dark";
}

/** A page whose errors, foreign requests and broken policies become complaints. */
export async function watchedPage(browser: Browser, origin: string, choice: PageChoice = {}): Promise<Watched> {
  const { width = 1440, height = 900, scheme = "light" } = choice;
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: scheme, timezoneId: "UTC" });
  const complaints: string[] = [];
  countRequests(page);
  page.on("pageerror", (error) => complaints.push(`the page threw: ${error.message}`));
  page.on("dialog", (dialog) => {
    complaints.push(`a dialog came up: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !url.startsWith("blob:") && !url.startsWith("data:"))
      complaints.push(`a foreign request: ${url}`);
  });
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning")
      complaints.push(`the console said: ${message.text()}`);
  });
  return { page, complaints };
}

/** Goes to an address and waits until nothing is loaded any more. */
export async function visit(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await settled(page);
}

/** Requests without an answer, by page. The stream of events never ends and does not count. */
const underWay = new WeakMap<Page, Set<Request>>();

function countRequests(page: Page): void {
  const requests = new Set<Request>();
  underWay.set(page, requests);
  page.on("request", (request) => {
    if (!request.url().endsWith("/-/events")) requests.add(request);
  });
  page.on("requestfinished", (request) => requests.delete(request));
  page.on("requestfailed", (request) => requests.delete(request));
}

const quietMs = 150;

/** Until nothing has been asked for a while, and nothing is waited for. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState("load");
  const requests = underWay.get(page) ?? new Set();
  const deadline = performance.now() + 30_000;
  for (let quietSince = performance.now(); performance.now() - quietSince < quietMs; await Bun.sleep(10)) {
    if (requests.size > 0) quietSince = performance.now();
    if (performance.now() > deadline)
      throw new Error(`The page still asks for ${[...requests].map((request) => request.url()).join(", ")}.`);
  }
  await page.waitForFunction(() => document.querySelector(".waiting") === null);
}

/** Every page of a bundle, by what stands behind its name in the address. */
export const pagePaths: readonly string[] = [
  "",
  "/-/sessions",
  "/-/sessions?view=transcript&logs=all",
  "/-/logs",
  "/-/errors",
  "/-/tools",
  "/-/files",
  "/-/tables",
  "/logs?_facet=level",
  "/sources",
  "/-/query",
  "/-/query?sql=SELECT+*+FROM+logs",
  "/-/query?sql=SELECT+level%2C+count(*)+AS+n+FROM+logs+GROUP+BY+level&_view=chart",
  "/-/query?sql=SELECT+timestamp%2C+severity+FROM+logs&_view=chart",
  "/-/query?sql=SELECT+*+FROM+logs&_row=1",
  "/-/query?sql=SELECT+*+FROM+logs+ORDER+BY+event&_view=plan",
  "/logs?level__not=INFO&_col=level",
  "/sources/1",
  "/-/search?q=error",
];
