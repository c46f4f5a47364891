import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { exampleFolder } from "../support/example.ts";
import { dbundle } from "../support/program.ts";

const root = resolve(import.meta.dir, "../..");
const readme = readFileSync(join(root, "README.md"), "utf8");

test("the transcript of the README is what the program prints", async () => {
  using folder = await exampleFolder();
  const transcript = /```console\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
  const steps = transcript.split(/^\$ /m).filter((step) => step !== "");
  expect(steps.length).toBeGreaterThan(3);
  for (const step of steps) {
    const [line = "", ...shown] = step.trimEnd().split("\n");
    const words = (line.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replace(/^"|"$/g, ""));
    const { code, out } = await dbundle(words.slice(1), { cwd: folder.path });
    expect([line, code]).toEqual([line, 0]);
    const printed = out.trimEnd().split("\n").map(steady);
    // A line of dots stands for the rest.
    const whole = shown.at(-1) !== "…";
    const wanted = (whole ? shown : shown.slice(0, -1)).map(steady);
    expect(whole ? printed : printed.slice(0, wanted.length)).toEqual(wanted);
  }
});

describe("what the README points to is there", () => {
  const links = [...readme.matchAll(/\]\(([^)#]+)\)/g)].flatMap(([, to]) => (to?.includes("://") ? [] : (to ?? [])));
  test.each(links)("%s", (to) => expect(existsSync(join(root, to))).toBeTrue());
});

test("the commands of the README are scripts", () => {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const named = [...readme.matchAll(/bun(?:@[\d.]+)? run (\w+)/g)].map(([, script]) => script);
  expect(named.filter((script) => !(String(script) in scripts))).toEqual([]);
});

/** Without what differs from run to run: times of creation, sizes of bundles, digests of importers' versions. */
function steady(line: string): string {
  return line
    .replace(/^Created: .*/, "Created")
    .replace(/^Content: .*/, "Content")
    .replace(/\b[\d.]+ [kM]B\b/g, "SIZE")
    .replace(/ +SIZE$/, " SIZE");
}
