// Holds what a page shows of the program against what the program prints.

import { expect } from "bun:test";
import { type ExampleShell, rest, type Step, steady } from "../../scripts/transcripts.ts";

export async function expectAsShown(shell: ExampleShell, { line, shown }: Step): Promise<void> {
  const { code, lines } = await shell.run(line);
  expect([line, code, code === 0 ? "" : lines]).toEqual([line, 0, ""]);
  const isWhole = shown.at(-1) !== rest;
  const wanted = (isWhole ? shown : shown.slice(0, -1)).map(steady);
  const printed = lines.map(steady);
  expect(isWhole ? printed : printed.slice(0, wanted.length)).toEqual(wanted);
}
