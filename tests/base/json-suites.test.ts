import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type JsonNode, parseJson, wellFormed } from "../../src/base/json.ts";
import python from "../fixtures/json/python-answers.json";
import { sharedTest } from "../support/shared.ts";

test("what Python's json module reads is read, with the same values", () => {
  const read = python.answers.filter((answer) => answer.accepted);
  expect(read.length).toBeGreaterThan(60);
  for (const answer of read) {
    const result = parseJson(answer.text);
    expect([answer.text, result.ok && described(result.node)]).toEqual([answer.text, readable(answer.value)]);
  }
});

test("what Python's json module refuses is refused, but for a byte order mark", () => {
  const refused = python.answers.filter((answer) => !answer.accepted && !answer.text.startsWith("\ufeff"));
  expect(refused.length).toBeGreaterThan(40);
  for (const answer of refused) expect([answer.text, parseJson(answer.text).ok]).toEqual([answer.text, false]);
});

sharedTest("JSONTestSuite: what is JSON is read as strict, what is none is not", (folder) => {
  const suite = join(folder, "checks/hostile/json/JSONTestSuite/test_parsing");
  const names = readdirSync(suite).filter((name) => /^[yn]_/.test(name));
  expect(names.length).toBeGreaterThan(250);
  for (const name of names) {
    const result = parseJson(new TextDecoder("utf-8", { ignoreBOM: true }).decode(readFileSync(join(suite, name))));
    expect([name, result.ok && result.strict]).toEqual([name, name.startsWith("y_")]);
    if (!result.ok) expect(result.reason).toMatch(/^[\x20-\x7e]{1,120}$/);
  }
});

sharedTest("JSONTestSuite: texts that readers may refuse get an answer", (folder) => {
  const suite = join(folder, "checks/hostile/json/JSONTestSuite");
  for (const part of ["test_parsing", "test_transform"]) {
    const names = readdirSync(join(suite, part)).filter((name) => !/^[yn]_/.test(name));
    expect(names.length).toBeGreaterThan(20);
    for (const name of names)
      expect(typeof parseJson(readFileSync(join(suite, part, name), "utf8")).ok).toBe("boolean");
  }
});

/** The value with its type, as scripts/fixtures/python-json.py describes it. */
function described(value: JsonNode): unknown {
  switch (value.kind) {
    case "object":
      return { object: value.members().map((member) => [member.key, described(member.value)]) };
    case "array":
      return { array: value.items().map(described) };
    case "string":
      return { string: value.string() };
    case "boolean":
      return { boolean: value.boolean() };
    case "null":
      return { null: true };
    case "nonfinite":
      return { nonfinite: value.raw };
    case "number":
      return /[.eE]/.test(value.raw) ? { float: value.number() } : { integer: String(BigInt(value.raw)) };
  }
}

/** A description of Python's in terms of ours: floats as numbers (infinite ones as null), lone surrogates as escapes. */
function readable(value: unknown): unknown {
  if (typeof value === "string") return wellFormed(value);
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== "object" || value === null) return value;
  if ("float" in value) return { float: /inf/.test(String(value.float)) ? null : Number(value.float) };
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, readable(inner)]));
}
