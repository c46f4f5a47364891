// Hears from the server when a file is written or replaced, and knows whether the server is there at all.

import { signal } from "@preact/signals";
import type { Change, Hello } from "../../api/types.ts";
import { forgetAnswers } from "./epoch.ts";
import { place } from "./location.ts";
import { bundleOf } from "./place.ts";
import { root } from "./root.ts";

export interface News {
  readonly kind: Change["kind"];
  readonly name: string;
  readonly at: number;
}

export interface Loss {
  readonly since: number;
  readonly nextTry: number;
}

/** What happened last to a served file; null: nothing that is still worth saying. */
export const news = signal<News | null>(null);
/** Null: the server answers. */
export const loss = signal<Loss | null>(null);

const saidForMs = 8_000;
const firstPauseMs = 1_000;
const longestPauseMs = 15_000;

let source: EventSource | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
let pauseMs = firstPauseMs;
let versions: Readonly<Record<string, string>> | null = null;

/** Only pages in sight listen: a browser has six connections for a server, and each tab would take one. */
export function listenToServer(): void {
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") listenNow();
    else stop();
  });
  addEventListener("pagehide", stop);
  if (document.visibilityState === "visible") listenNow();
}

export function listenNow(): void {
  stop();
  const opened = new EventSource(`${root}/-/events`);
  source = opened;
  opened.addEventListener("hello", ({ data }) => greeted(JSON.parse(data)));
  for (const kind of ["changed", "added", "removed"] as const) {
    opened.addEventListener(kind, ({ data }) => changed(JSON.parse(data)));
  }
  opened.onerror = () => lost();
}

function stop(): void {
  clearTimeout(timer);
  source?.close();
  source = null;
}

/** The browser would try again by itself, but not tell when. */
function lost(): void {
  stop();
  const now = Date.now();
  loss.value = { since: loss.peek()?.since ?? now, nextTry: now + pauseMs };
  timer = setTimeout(listenNow, pauseMs);
  pauseMs = Math.min(longestPauseMs, pauseMs * 2);
}

/** What changed while nobody listened is told too. */
function greeted({ versions: now }: Hello): void {
  const wasLost = loss.peek() !== null;
  loss.value = null;
  pauseMs = firstPauseMs;
  const before = versions;
  versions = now;
  if (before === null) return;
  for (const name of new Set([...Object.keys(before), ...Object.keys(now)])) {
    if (before[name] === now[name]) continue; // As it was.
    tell({ kind: now[name] === undefined ? "removed" : before[name] === undefined ? "added" : "changed", name });
  }
  if (wasLost) forgetAnswers();
}

function changed(change: Change): void {
  const { [change.name]: _, ...others } = versions ?? {};
  versions = change.version === undefined ? others : { ...others, [change.name]: change.version };
  tell(change);
}

function tell({ kind, name }: Pick<Change, "kind" | "name">): void {
  const told: News = { kind, name, at: Date.now() };
  news.value = told;
  const isShown = bundleOf(place.peek()) === name;
  // Of a file that is gone the page keeps what it has.
  if (!isShown || kind !== "removed") forgetAnswers();
  if (isShown && kind === "removed") return;
  setTimeout(() => {
    if (news.peek() === told) news.value = null;
  }, saidForMs);
}
