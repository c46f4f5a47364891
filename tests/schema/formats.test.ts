import { describe, expect, test } from "bun:test";
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { opaque } from "../../src/importers/opaque.ts";
import { importers } from "../../src/importers/registry.ts";

const root = resolve(import.meta.dir, "../..");
const notImporters = ["choose", "importer", "registry"];
const ids = importers.map(({ id }) => id).sort();
const named = (folder: string, ending: string) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
    .sort();

test("every file of the importers' folder is registered", () => {
  const files = named("src/importers", ".ts").filter((name) => !notImporters.includes(name));
  expect(files).toEqual([...ids, opaque.id].sort());
});

test("every format has a page, and every page a format", () => {
  expect(named("docs/formats", ".md")).toEqual([...ids, opaque.id].sort());
});

describe("an importer", () => {
  test.each(importers.map((importer) => [importer.id, importer] as const))(
    "%s names its page and its version",
    (id, { spec, version, title }) => {
      expect(spec).toBe(`docs/formats/${id}.md`);
      expect(existsSync(join(root, spec))).toBeTrue();
      expect(version).toBeGreaterThanOrEqual(1);
      expect(title).not.toBe("");
    },
  );

  test.each(ids)("%s has a fixture", (id) => {
    expect(existsSync(join(root, "tests/fixtures", id))).toBeTrue();
  });
});
