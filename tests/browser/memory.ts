// What a tab holds, after the garbage is taken out.

import { existsSync, readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";

export interface Memory {
  /** MB of JavaScript's own heap. */
  readonly heap: number;
  /** MB of the tab's process, and its part of what it shares with others; null: this system does not tell. */
  readonly resident: number | null;
  readonly proportional: number | null;
}

export function memorySentence({ heap, resident, proportional }: Memory): string {
  const parts = [`${heap.toFixed(1)} MB of heap`];
  if (resident !== null) parts.push(`the tab's process ${resident.toFixed(0)} MB resident`);
  if (proportional !== null) parts.push(`${proportional.toFixed(0)} MB of them its own part`);
  return parts.join(", ");
}

export async function memoryOf(browser: Browser, page: Page): Promise<Memory> {
  const tab = await page.context().newCDPSession(page);
  await tab.send("HeapProfiler.collectGarbage");
  await tab.send("Performance.enable");
  const { metrics } = await tab.send("Performance.getMetrics");
  const heap = metrics.find(({ name }) => name === "JSHeapUsedSize")?.value ?? Number.NaN;
  const whole = await browser.newBrowserCDPSession();
  const { processInfo } = await whole.send("SystemInfo.getProcessInfo");
  const tabs = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => sizesOf(id));
  const largest = tabs.sort((a, b) => (b.proportional ?? 0) - (a.proportional ?? 0))[0];
  return { heap: heap / 1e6, resident: largest?.resident ?? null, proportional: largest?.proportional ?? null };
}

function sizesOf(pid: number): Omit<Memory, "heap"> {
  const path = `/proc/${pid}/smaps_rollup`;
  if (!existsSync(path)) return { resident: null, proportional: null };
  const text = readFileSync(path, "utf8");
  const size = (name: string) => {
    const found = new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(text);
    return found === null ? null : (Number(found[1]) * 1024) / 1e6;
  };
  return { resident: size("Rss"), proportional: size("Pss") };
}
