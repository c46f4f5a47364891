// The line on top: which bundle, its pages, search, and the reader's choices.

import { useEffect, useRef } from "preact/hooks";
import { exactNumber, shortNumber } from "../format/amounts.ts";
import { zoneName } from "../format/times.ts";
import { databases, type PageCounts, pageCounts } from "../queries/bundles.ts";
import { useAnswer } from "../state/answer.ts";
import { isHelpShown, useKeys } from "../state/keys.ts";
import { go, parameters, place } from "../state/location.ts";
import { type PageName, pageHref } from "../state/place.ts";
import { nextTheme, switchZone, type Theme, theme, zone } from "../state/settings.ts";

const pages: readonly { readonly page: PageName; readonly title: string; readonly key: string }[] = [
  { page: "overview", title: "Overview", key: "o" },
  { page: "sessions", title: "Sessions", key: "s" },
  { page: "logs", title: "Logs", key: "l" },
  { page: "errors", title: "Errors", key: "e" },
  { page: "tools", title: "Tools", key: "t" },
  { page: "files", title: "Files", key: "f" },
  { page: "tables", title: "Tables", key: "b" },
  { page: "query", title: "SQL", key: "q" },
];

const noCounts: PageCounts = {};

interface HeaderProps {
  readonly bundle: string;
  /** No bundle: it has tables and SQL only. */
  readonly isForeign: boolean;
  /** Whether it is told already what it is. */
  readonly isKnown: boolean;
}

export function Header({ bundle, isForeign, isKnown }: HeaderProps) {
  const search = useRef<HTMLInputElement>(null);
  const counts = useAnswer(isKnown && !isForeign ? pageCounts(bundle) : null).value ?? noCounts;
  const shown = isForeign ? pages.filter(({ page }) => page === "tables" || page === "query") : pages;
  useKeys("Pages", [
    ...shown.map(({ page, title, key }) => ({
      key: `g ${key}`,
      does: `go to ${title}`,
      run: () => go(pageHref(bundle, page)),
    })),
    ...(isForeign ? [] : [{ key: "/", does: "search", run: () => search.current?.focus() }]),
    { key: "?", does: "show the keys", run: () => (isHelpShown.value = !isHelpShown.value) },
  ]);
  const current = place.value;
  const isHere = (page: PageName) =>
    current.page === page ||
    (page === "tables" && (isForeign ? current.page !== "query" : current.page === "table" || current.page === "row"));
  const words = current.page === "search" ? (parameters.value.get("q") ?? "") : "";
  useEffect(() => {
    const element = search.current;
    if (element !== null && element !== document.activeElement) element.value = words;
  }, [words]);
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    nav.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [current.page, counts]);
  return (
    <header class="header">
      <BundleChoice bundle={bundle} />
      <nav class="nav" ref={nav} aria-label="Pages">
        {shown.map(({ page, title }) => (
          <a key={page} href={pageHref(bundle, page)} aria-current={isHere(page) ? "page" : undefined}>
            {title}
            {isCounted(page) && <NavCount count={counts[page]} isBad={page === "errors"} />}
          </a>
        ))}
      </nav>
      {!isForeign && (
        <search class="header-search">
          <form
            onSubmit={(event) => {
              event.preventDefault();
              const asked = search.current?.value.trim() ?? "";
              if (asked !== "") go(pageHref(bundle, "search", { q: asked }));
            }}
          >
            <input
              ref={search}
              type="search"
              placeholder="Search"
              aria-label="Search the bundle's text"
              aria-keyshortcuts="/"
              defaultValue={words}
            />
          </form>
        </search>
      )}
      <Choices />
    </header>
  );
}

function isCounted(page: PageName): boolean {
  return ["sessions", "logs", "errors", "tools", "files"].includes(page);
}

/** Holds its place before the count is there, so that no link moves. */
function NavCount({ count, isBad }: { readonly count: number | undefined; readonly isBad: boolean }) {
  const isAlarm = isBad && count !== undefined && count > 0;
  return (
    <span class={isAlarm ? "nav-count bad" : "nav-count"} title={count === undefined ? "" : exactNumber(count)}>
      {count === undefined ? "" : shortNumber(count)}
    </span>
  );
}

function BundleChoice({ bundle }: { readonly bundle: string }) {
  const names = useAnswer(databases).value?.map(({ name }) => name) ?? [bundle];
  if (names.length < 2) {
    return (
      <a class="bundle-name" href={pageHref(bundle, "overview")} title={bundle}>
        {bundle}
      </a>
    );
  }
  return (
    <select
      class="bundle-name"
      aria-label="Bundle"
      value={bundle}
      onChange={(event) => go(pageHref(event.currentTarget.value, "overview"))}
    >
      {names.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  );
}

const themeNames: Readonly<Record<Theme, string>> = { system: "auto", light: "light", dark: "dark" };

function Choices() {
  return (
    <div class="choices">
      <button
        type="button"
        onClick={switchZone}
        title={`Times are shown in ${zone.value === "utc" ? "UTC" : `your zone (${zoneName("local")})`}; click to switch`}
      >
        {zone.value === "utc" ? "UTC" : "local"}
        <span class="wide-word"> time</span>
      </button>
      <button
        type="button"
        onClick={nextTheme}
        title="Colours: as the system has them, light, dark; click for the next"
      >
        {themeNames[theme.value]}
        <span class="wide-word"> theme</span>
      </button>
      <button type="button" onClick={() => (isHelpShown.value = true)} title="Keys" aria-label="Show the keys">
        ?
      </button>
    </div>
  );
}
