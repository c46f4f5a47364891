// Asks a server and takes the time. No answer comes from a cache, and none is left unread.

import { median } from "../measure.ts";
import type { Memory, Server } from "./server.ts";

export interface Latency {
  readonly firstMs: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  /** Of the server and its children, a request. */
  readonly cpuMs: number;
  readonly requests: number;
}

export interface Export {
  readonly megabytes: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** The highest seen, each for itself. */
  readonly peak: Memory;
  readonly isWhole: boolean;
}

export interface Crowd {
  readonly requestsPerSecond: number;
  readonly medianMs: number;
  readonly p95Ms: number;
}

/** After this time no further request of a work is made, and an export ends. */
const longestMs = 40_000;

/** A server and what it is asked, the n-th time. */
export interface Side {
  readonly server: Server;
  readonly url: (n: number) => string;
}

/** Requests of one server after each other, where they are quick: a client that comes for one thing asks for more. */
const longestTurn = 20;
const quickMs = 50;

/**
 * The servers are asked in turn, so that all meet the same machine, now fast, now slow. The first request of each is told
 * apart, since a server may keep what it read.
 */
export async function requested(sides: readonly Side[], count: number): Promise<Latency[]> {
  const found = sides.map((side) => ({ ...side, times: [] as number[], firstMs: 0, cpuBefore: 0 }));
  for (const one of found) {
    one.firstMs = await timed(one.url(0));
    one.cpuBefore = one.server.cpuSeconds();
  }
  const begin = performance.now();
  const turn = found.every(({ firstMs }) => firstMs < quickMs) ? longestTurn : 1;
  for (let from = 1; from <= count && performance.now() - begin < longestMs; from += turn)
    for (const one of found)
      for (let n = from; n <= count && n < from + turn; n++) one.times.push(await timed(one.url(n)));
  return found.map(({ server, times, firstMs, cpuBefore }) => ({
    firstMs,
    medianMs: median(times),
    p95Ms: percentile(times, 0.95),
    cpuMs: ((server.cpuSeconds() - cpuBefore) * 1000) / times.length,
    requests: times.length,
  }));
}

/** All clients ask at once, each for itself one request after the other. */
export async function clients(url: string, howMany: number, each: number): Promise<Crowd> {
  const begin = performance.now();
  const times = await Promise.all(Array.from({ length: howMany }, () => inTurn(url, each)));
  const seconds = (performance.now() - begin) / 1000;
  const all = times.flat();
  return { requestsPerSecond: all.length / seconds, medianMs: median(all), p95Ms: percentile(all, 0.95) };
}

/** Reads the answer as it comes. */
export async function exported(server: Server, url: string): Promise<Export> {
  const seen: Memory[] = [server.memory()];
  const watch = setInterval(() => seen.push(server.memory()), 200);
  const cpuBefore = server.cpuSeconds();
  const begin = performance.now();
  let bytes = 0;
  let isWhole = true;
  const leave = new AbortController();
  try {
    const response = await ask(url, leave.signal);
    for await (const part of response.body ?? []) {
      bytes += part.byteLength;
      isWhole = performance.now() - begin < longestMs;
      if (!isWhole) break;
    }
  } finally {
    clearInterval(watch);
  }
  const seconds = (performance.now() - begin) / 1000;
  const cpuSeconds = server.cpuSeconds() - cpuBefore;
  leave.abort();
  const peak = {
    megabytes: Math.max(...seen.map((one) => one.megabytes)),
    anonymousMegabytes: Math.max(...seen.map((one) => one.anonymousMegabytes)),
  };
  return { megabytes: bytes / 1e6, seconds, cpuSeconds, peak, isWhole };
}

export async function ask(url: string, signal?: AbortSignal): Promise<Response> {
  const response = await fetch(url, { headers: { "Cache-Control": "no-cache" }, ...(signal ? { signal } : {}) });
  if (response.status !== 200) throw new Error(`${url} was answered with ${response.status}.`);
  return response;
}

async function inTurn(url: string, count: number): Promise<number[]> {
  const times: number[] = [];
  while (times.length < count) times.push(await timed(url));
  return times;
}

async function timed(url: string): Promise<number> {
  const begin = performance.now();
  await (await ask(url)).arrayBuffer();
  return performance.now() - begin;
}

function percentile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
}
