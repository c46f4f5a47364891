import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { schemaPage } from "../../scripts/schema-docs.ts";
import { views } from "../../src/schema/registry.ts";

const page = readFileSync(join(import.meta.dir, "../../docs/schema.md"), "utf8");

test("the page of tables and columns is what the views' comments give (bun scripts/schema-docs.ts writes it)", () => {
  expect(page).toBe(schemaPage());
});

test("the page has a part for every public view", () => {
  const parts = [...page.matchAll(/^## (\w+)$/gm)].map(([, name]) => name);
  expect(parts).toEqual(views.map(({ name }) => name));
});
