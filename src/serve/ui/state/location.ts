// The address is the single source of what is shown.

import { computed, signal } from "@preact/signals";
import { type Place, placeOf } from "./place.ts";

interface Address {
  readonly path: string;
  readonly search: string;
}

const address = signal<Address>(current());

export const place = computed<Place>(() => placeOf(address.value.path));
export const parameters = computed(() => new URLSearchParams(address.value.search));

export type Changes = Readonly<Record<string, string | readonly string[] | null>>;

/** Goes to an address of this page; `replace` leaves no step in the history. */
export function go(href: string, how: "push" | "replace" = "push"): void {
  if (href === location.pathname + location.search) return;
  if (how === "push") {
    const [left, path] = [historyKey(), location.pathname];
    history.pushState({ key: nextKey() }, "", href);
    boundScrolls();
    // What stays in sight stays where it is: a region that does not move would else be forgotten.
    if (location.pathname === path) takeScrollsAlong(left);
  } else history.replaceState(history.state, "", href);
  address.value = current();
}

/** The address of what is shown now with some arguments changed; null takes one out. */
export function withArguments(changes: Changes): string {
  const search = new URLSearchParams(address.value.search);
  for (const [name, value] of Object.entries(changes)) {
    search.delete(name);
    if (typeof value === "string") search.set(name, value);
    else for (const one of value ?? []) search.append(name, one);
  }
  const text = search.toString();
  return address.value.path + (text === "" ? "" : `?${text}`);
}

export function change(changes: Changes, how: "push" | "replace" = "push"): void {
  go(withArguments(changes), how);
}

export function listenToLocation(): void {
  history.scrollRestoration = "manual";
  if (!isOwnState(history.state)) history.replaceState({ key: nextKey() }, "");
  addEventListener("popstate", () => {
    address.value = current();
  });
  document.addEventListener("click", followOwnLink);
}

/** Scroll positions of this visit, by step of the history and the list's name. */
const scrolls = new Map<string, number>();

export function keptScroll(list: string): number {
  return scrolls.get(scrollKey(list)) ?? 0;
}

export function keepScroll(list: string, top: number): void {
  scrolls.set(scrollKey(list), top);
}

function boundScrolls(): void {
  if (scrolls.size > 400) for (const key of [...scrolls.keys()].slice(0, 200)) scrolls.delete(key);
}

function takeScrollsAlong(from: string): void {
  for (const [key, top] of [...scrolls]) {
    if (key.startsWith(`${from} `)) keepScroll(key.slice(from.length + 1), top);
  }
}

function scrollKey(list: string): string {
  return `${historyKey()} ${list}`;
}

function historyKey(): string {
  const state: unknown = history.state;
  return isOwnState(state) ? state.key : "";
}

function isOwnState(state: unknown): state is { readonly key: string } {
  return typeof state === "object" && state !== null && "key" in state;
}

let lastKey = 0;
function nextKey(): string {
  lastKey += 1;
  return `${Math.round(performance.timeOrigin)}-${lastKey}`;
}

function current(): Address {
  return { path: location.pathname, search: location.search };
}

function followOwnLink(event: MouseEvent): void {
  if (
    event.defaultPrevented ||
    event.button !== 0 ||
    event.metaKey ||
    event.ctrlKey ||
    event.shiftKey ||
    event.altKey
  ) {
    return;
  }
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (link === null || link.target !== "" || link.hasAttribute("download") || link.origin !== location.origin) return;
  if (link.dataset.outside !== undefined || /\.(json|csv|blob)$/.test(link.pathname)) return;
  event.preventDefault();
  go(link.pathname + link.search, link.dataset.replace === undefined ? "push" : "replace");
}
