import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { type Import, roomOf, sourceImports } from "./support/imports.ts";

const imports = sourceImports();
const inside = imports.filter(({ isPackage, to }) => !isPackage && !to.startsWith(".."));

/** Which rooms may know which. `main` knows the bundle for two things: the query child, and what is unfinished at a signal. */
const mayKnow: Readonly<Record<string, readonly string[]>> = {
  main: ["commands", "operations", "terminal", "bundle", "base"],
  commands: ["operations", "serve", "terminal", "base"],
  serve: ["operations", "base"],
  operations: ["importers", "artifacts", "bundle", "schema", "base"],
  importers: ["base"],
  bundle: ["schema", "base"],
  schema: ["base"],
  artifacts: ["base"],
  terminal: ["base"],
  base: [],
};

/** An importer sees artifacts and the writer as interfaces only. */
const mayKnowTypesOf: Readonly<Record<string, readonly string[]>> = {
  importers: ["artifacts", "bundle"],
};

const owners: Readonly<Record<string, RegExp>> = {
  "bun:sqlite": /^(bundle|schema)\/|^artifacts\/sqlite-store/,
  "node:sqlite": /^(bundle|schema)\/|^artifacts\/sqlite-store/,
  jszip: /^(artifacts|operations)\//,
  citty: /^(main\.ts|commands\/)/,
  consola: /^(main\.ts|terminal\/)/,
  valibot: /^(importers|serve\/api|base)\//,
};

test("the source has imports to look at", () => {
  expect(inside.length).toBeGreaterThan(100);
  expect(new Set(inside.map(({ from }) => roomOf(from)))).toEqual(new Set(Object.keys(mayKnow).filter(isThere)));
});

describe("a room knows only the rooms below it", () => {
  test.each(Object.keys(mayKnow).filter(isThere))("%s", (room) => {
    const strangers = inside.filter((one) => roomOf(one.from) === room && !isAllowed(one));
    expect(strangers.map(shown)).toEqual([]);
  });
});

test("CONTRIBUTING.md names each room and the rooms that it knows", () => {
  const page = readFileSync(`${import.meta.dir}/../CONTRIBUTING.md`, "utf8");
  const rows = [...page.matchAll(/^\| `src\/(\w+)` \|.*\| ([^|]+) \|$/gm)];
  const told = rows.map(([, room, knows = ""]) => [room, (knows.split(";")[0] ?? "").match(/\w+/g)?.sort()]);
  const rooms = Object.entries(mayKnow).filter(([room]) => room !== "main");
  const held = rooms.map(([room, known]) => [room, known.length === 0 ? ["nothing"] : [...known].sort()]);
  expect(Object.fromEntries(told)).toEqual(Object.fromEntries(held));
});

test("packages are used where they belong", () => {
  const strangers = imports.filter(({ from, to, isPackage, isTypeOnly }) => {
    const owner = owners[to];
    return isPackage && owner !== undefined && !owner.test(from) && !isTypeOnly;
  });
  expect(strangers.map(shown)).toEqual([]);
});

/** A folder and the folders in it belong together; between others there is no way back. */
test("folders do not know each other in a circle", () => {
  const between = inside.filter(({ from, to }) => !isAround(dirname(from), dirname(to)));
  expect(circles(between.map(({ from, to }) => [dirname(from), dirname(to)]))).toEqual([]);
});

/** Types are gone when the program runs, and what is loaded when it is asked for may ask for what asked. */
test("files do not load each other in a circle, imports of types and lazy ones apart", () => {
  const loading = inside.filter(({ isTypeOnly, isLazy }) => !isTypeOnly && !isLazy);
  expect(circles(loading.map(({ from, to }) => [from, to]))).toEqual([]);
});

test("below the commands nothing prints and nothing ends the process", async () => {
  const rooms = ["base", "artifacts", "importers", "schema", "bundle", "operations"];
  const found: string[] = [];
  for (const room of rooms) {
    for (const file of new Bun.Glob("**/*.ts").scanSync(`${import.meta.dir}/../src/${room}`)) {
      const text = await Bun.file(`${import.meta.dir}/../src/${room}/${file}`).text();
      if (/\bconsole\.|\bprocess\.exit\(/.test(text)) found.push(`${room}/${file}`);
    }
  }
  expect(found).toEqual([]);
});

function isThere(room: string): boolean {
  return inside.some(({ from }) => roomOf(from) === room);
}

function isAllowed({ from, to, isTypeOnly }: Import): boolean {
  const room = roomOf(from);
  const target = roomOf(to);
  if (target === room || (mayKnow[room] ?? []).includes(target)) return true;
  return isTypeOnly && (mayKnowTypesOf[room] ?? []).includes(target);
}

function shown({ from, to, isTypeOnly }: Import): string {
  return `${from} imports ${isTypeOnly ? "types of " : ""}${to}`;
}

function isAround(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}

/** What can be reached from itself, with the way back to it. */
function circles(edges: readonly (readonly [from: string, to: string])[]): string[] {
  const known = Map.groupBy(edges, ([from]) => from);
  return [...known.keys()].flatMap((start) => {
    const cameFrom = new Map<string, string>();
    const queue = [start];
    for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
      for (const [, to] of known.get(at) ?? []) {
        if (to === start) return [wayBack(start, at, cameFrom)];
        if (cameFrom.has(to)) continue; // Reached before, on a way that is no longer.
        cameFrom.set(to, at);
        queue.push(to);
      }
    }
    return [];
  });
}

function wayBack(start: string, last: string, cameFrom: ReadonlyMap<string, string>): string {
  const way = [start];
  for (let at: string | undefined = last; at !== undefined && at !== start; at = cameFrom.get(at)) way.splice(1, 0, at);
  return [...way, start].join(" → ");
}
