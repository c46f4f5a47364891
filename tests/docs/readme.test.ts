import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { ExampleShell, stepsOf } from "../../scripts/transcripts.ts";
import { expectAsShown } from "../support/transcripts.ts";

const root = resolve(import.meta.dir, "../..");
const readme = readFileSync(join(root, "README.md"), "utf8");

test("the transcript of the README is what the program prints (bun scripts/transcripts.ts writes it)", async () => {
  using shell = await ExampleShell.open();
  const steps = stepsOf(readme);
  expect(steps.length).toBeGreaterThan(3);
  for (const step of steps) await expectAsShown(shell, step);
}, 60_000);

describe("what the README points to is there", () => {
  const links = [...readme.matchAll(/\]\(([^)#]+)\)/g)].flatMap(([, to]) => (to?.includes("://") ? [] : (to ?? [])));
  test.each(links)("%s", (to) => expect(existsSync(join(root, to))).toBeTrue());
});

test("the commands of the README are scripts", () => {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const named = [...readme.matchAll(/bun(?:@[\d.]+)? run (\w+)/g)].map(([, script]) => script);
  expect(named.filter((script) => !(String(script) in scripts))).toEqual([]);
});
