import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { formatBytes } from "../../src/base/bytes.ts";
import { escapeControls, excerpt } from "../../src/base/text.ts";
import { sharedTest } from "../support/shared.ts";

test("what steers a terminal is shown instead", () => {
  expect(escapeControls("\u001b[2J\u009b1m\u0007\u007f\r\n\tx\u0000")).toBe("\\x1b[2J\\x9b1m\\x07\\x7f\\r\\n\\tx\\x00");
});

test("what reorders or hides text is shown instead", () => {
  expect(escapeControls("a\u202egnp.exe\u2066\u200b\u2028\ufeff")).toBe("a\\u202egnp.exe\\u2066\\u200b\\u2028\\ufeff");
  expect(escapeControls("a\ud83d")).toBe("a\\ud83d");
});

test("line feeds stay where the caller prints several lines", () => {
  expect(escapeControls("a\r\nb\u001b", { keepLineFeeds: true })).toBe("a\\r\nb\\x1b");
});

test("ordinary text of any script stays", () => {
  for (const text of ["naïve ☃ 漢字 👩‍💻 שלום می‌خواهم", "C:\\path", ""]) expect(escapeControls(text)).toBe(text);
});

sharedTest("no naughty string keeps a control character", (folder) => {
  const strings: unknown = JSON.parse(readFileSync(join(folder, "checks/hostile/strings/blns.json"), "utf8"));
  if (!Array.isArray(strings)) throw new Error("The list of naughty strings is no list.");
  for (const text of strings) expect(escapeControls(String(text))).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
});

test("an excerpt is never longer than asked and cuts no character", () => {
  expect(excerpt("abcdef", 6)).toBe("abcdef");
  expect(excerpt("abcdefg", 6)).toBe("abcde…");
  expect(excerpt("ab😀cd", 4)).toBe("ab…");
  expect(excerpt("ab😀cd", 5)).toBe("ab😀…");
  expect([excerpt("abc", 1), excerpt("abc", 0)]).toEqual(["…", ""]);
});

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1.0 kB"],
  [2_345_678, "2.3 MB"],
  [99_949, "99.9 kB"],
  [99_950, "100 kB"],
  [999_499, "999 kB"],
  [999_500, "1.0 MB"],
  [120_000_000_000, "120 GB"],
  [5e18, "5000 PB"],
])("%p bytes are %p", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
