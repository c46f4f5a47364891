// Holds what a page shows of the program against what the program prints.

import { expect } from "bun:test";
import { type ExampleShell, momentless, rest, type Step } from "../../scripts/transcripts.ts";

export async function expectAsShown(shell: ExampleShell, { line, shown }: Step): Promise<void> {
  const { code, lines } = await shell.run(line);
  expect([line, code, code === 0 ? "" : lines]).toEqual([line, 0, ""]);
  const isWhole = shown.at(-1) !== rest;
  const wanted = (isWhole ? shown : shown.slice(0, -1)).map(steady);
  const printed = lines.map(steady);
  expect(isWhole ? printed : printed.slice(0, wanted.length)).toEqual(wanted);
}

/** Without what differs from run to run: times of creation, ports, sizes of bundles, digests of importers' versions. */
function steady(line: string): string {
  return momentless(line)
    .replace(/^Content: .*/, "Content")
    .replace(/\b[\d.]+ [kM]B\b/g, "SIZE")
    .replace(/ +SIZE$/, " SIZE");
}
