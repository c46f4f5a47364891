// What a reader has chosen for this browser: it is no part of what an address shows.

import { effect, signal } from "@preact/signals";
import type { Zone } from "../format/times.ts";

export type Theme = "system" | "light" | "dark";

const themes: readonly Theme[] = ["system", "light", "dark"];

export const theme = signal<Theme>(themes.find((one) => one === stored("theme")) ?? "system");
export const zone = signal<Zone>(stored("zone") === "utc" ? "utc" : "local");

export function nextTheme(): void {
  theme.value = themes[(themes.indexOf(theme.value) + 1) % themes.length] ?? "system";
}

export function switchZone(): void {
  zone.value = zone.value === "utc" ? "local" : "utc";
}

export function applySettings(): void {
  effect(() => {
    keep("theme", theme.value);
    if (theme.value === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme.value;
  });
  effect(() => keep("zone", zone.value));
}

export function stored(name: string): string | null {
  try {
    return localStorage.getItem(`dbundle.${name}`);
  } catch {
    // A browser that keeps nothing: the defaults serve.
    return null;
  }
}

export function keep(name: string, value: string): void {
  try {
    localStorage.setItem(`dbundle.${name}`, value);
  } catch {
    // As above: the choice lasts as long as the page.
  }
}
