// Two versions of a file, compared line by line.

import { expect, test } from "bun:test";
import { lineDiff } from "../../../src/serve/ui/format/line-diff.ts";

const numbered = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => `line ${from + at}`);

test("equal texts have no difference", () => {
  expect(lineDiff("a\nb\n", "a\nb\n")).toEqual({ text: "", added: 0, removed: 0 });
});

test("a changed line stands with three lines around it", () => {
  const old = numbered(1, 20);
  const next = old.with(9, "another tenth");
  expect(lineDiff(old.join("\n"), next.join("\n"))).toEqual({
    text: [
      "@@ -7,7 +7,7 @@",
      " line 7",
      " line 8",
      " line 9",
      "-line 10",
      "+another tenth",
      " line 11",
      " line 12",
      " line 13",
    ].join("\n"),
    added: 1,
    removed: 1,
  });
});

test("changes far from each other stand in hunks of their own, and count where they are", () => {
  const old = numbered(1, 30);
  const next = ["first of all", ...old.slice(0, 24), ...old.slice(25)];
  const { text, added, removed } = lineDiff(old.join("\n"), next.join("\n"));
  expect(text?.match(/^@@.*$/gm)).toEqual(["@@ -1,3 +1,4 @@", "@@ -22,7 +23,6 @@"]);
  expect([added, removed]).toEqual([1, 1]);
});

test("whatever the texts are, taking and adding the lines leads from one to the other", () => {
  let seed = 7;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  for (let round = 0; round < 200; round += 1) {
    const text = () => Array.from({ length: random(12) }, () => "abc"[random(3)] ?? "").join("\n");
    const [old, next] = [text(), text()];
    expect(applied(old, lineDiff(old, next).text ?? "")).toBe(next);
  }
});

test("texts without anything in common are not compared line by line", () => {
  const { text } = lineDiff(numbered(1, 2000).join("\n"), numbered(3001, 5000).join("\n"));
  expect(text).toBeNull();
});

/** What the diff makes of the old text. */
function applied(old: string, diff: string): string {
  const from = old.split("\n");
  const result: string[] = [];
  let at = 0;
  for (const line of diff === "" ? [] : diff.split("\n")) {
    const head = /^@@ -(\d+),\d+ \+\d+,\d+ @@$/.exec(line);
    if (head !== null) {
      for (; at < Number(head[1]) - 1; at += 1) result.push(from[at] ?? "");
    } else if (line.startsWith("+")) result.push(line.slice(1));
    else {
      if (line.startsWith(" ")) result.push(from[at] ?? "");
      at += 1;
    }
  }
  return [...result, ...from.slice(at)].join("\n");
}
