import { expect, test } from "bun:test";
import { nearest } from "../../src/base/suggest.ts";

test.each([
  ["creat", "create"],
  ["craete", "create"],
  ["inof", "info"],
  ["comp", "completions"],
  ["zzz", null],
  ["toString", null],
])("who types %s means %p", (typed, word) => {
  expect(nearest(typed, ["create", "info", "merge", "completions"])).toBe(word);
});
