import { expect, test } from "bun:test";
import { Windows, type Wish } from "../../../src/serve/ui/state/windows.ts";

/** Rows are their own places, from 0 to `count`; each answer waits until it is let go. */
function listOf(count: number) {
  const waiting = new Map<number, () => void>();
  const load = async ({ start, size, after, before }: Wish<number>): Promise<readonly number[]> => {
    await new Promise<void>((resolve) => waiting.set(start, resolve));
    const end = after === undefined && before !== undefined ? before : Math.min(count, start + size);
    const begin = after !== undefined ? after + 1 : before !== undefined ? Math.max(0, before - size) : start;
    return Array.from({ length: Math.max(0, end - begin) }, (_, at) => begin + at);
  };
  const answer = async (start: number) => {
    waiting.get(start)?.();
    waiting.delete(start);
    await Bun.sleep(0);
  };
  return { windows: new Windows<number>(load), answer };
}

test("few rows stand at their beginning, though the empty window behind them came first", async () => {
  const { windows, answer } = listOf(22);
  windows.want(0, 22);
  await answer(200);
  await answer(0);
  expect([windows.at(0), windows.at(21), windows.at(22)]).toEqual([0, 21, undefined]);
  expect(windows.known).toBe(22);
});

test("a window before a known one ends where that one begins", async () => {
  const { windows, answer } = listOf(1000);
  windows.want(600, 640);
  await answer(600);
  await answer(800);
  windows.want(400, 440);
  await answer(400);
  expect([windows.at(400), windows.at(599), windows.at(600)]).toEqual([400, 599, 600]);
});

test("rows that are read anew are shown as they were until they come", async () => {
  const { windows, answer } = listOf(100);
  windows.want(0, 40);
  await answer(0);
  windows.renew(async () => [7]);
  expect(windows.at(30)).toBe(30);
  await answer(200);
  await Bun.sleep(0);
  expect([windows.at(0), windows.at(30)]).toEqual([7, undefined]);
});

test("a row is found among those that are here", async () => {
  const { windows, answer } = listOf(1000);
  windows.want(200, 240);
  await answer(200);
  expect(windows.find((row) => row === 321)).toBe(321);
  expect(windows.find((row) => row === 999)).toBeNull();
});
