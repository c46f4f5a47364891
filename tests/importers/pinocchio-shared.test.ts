import { expect, test } from "bun:test";
import { sha256Hex } from "../../src/base/digest.ts";
import { parseJson } from "../../src/base/json.ts";
import { embeddedJsonField, epochMsField, int64Field } from "../../src/importers/shared/json-fields.ts";
import { prefixText, readJsonPrefix } from "../../src/importers/shared/json-prefix.ts";
import { blockHash } from "../../src/importers/shared/pinocchio/block-hash.ts";
import { usageColumns } from "../../src/importers/shared/pinocchio/provider-ledger.ts";
import { readYaml } from "../../src/importers/shared/yaml.ts";

const node = (text: string) => {
  const result = parseJson(text);
  if (!result.ok) throw new Error(result.reason);
  return result.node;
};
const yaml = (text: string) => {
  const result = readYaml(text);
  return result.ok ? result.node.raw : { reason: result.reason };
};

test("a block's hash is that of Go's compact JSON with sorted keys and Go's escapes", () => {
  const payload = node('{ "z": [1, {"b": null, "a": true}], "a": "<é & \\u2028>", "A": -0, "n": 1e21 }');
  const canonical =
    '{"kind":"user","role":"","payload":{"A":-0,"a":"\\u003cé \\u0026 \\u2028\\u003e","n":1e+21,"z":[1,{"a":true,"b":null}]},"metadata":{}}';
  const block = { kind: "user", role: "", payload, metadata: null };
  expect(blockHash(block, null)).toBe(sha256Hex(canonical));
});

test("a hash over exact digits is accepted where doubles would lose them", () => {
  const block = { kind: "user", role: "", payload: node('{"n":9007199254740993}'), metadata: null };
  const over = (digits: string) => sha256Hex(`{"kind":"user","role":"","payload":{"n":${digits}},"metadata":{}}`);
  expect(blockHash(block, over("9007199254740993"))).toBe(over("9007199254740993"));
  expect(blockHash(block, over("9007199254740992"))).toBe(over("9007199254740992"));
  expect(blockHash(block, "something else")).toBe(over("9007199254740992"));
});

test("YAML numbers keep their digits, and texts that look like numbers stay texts", () => {
  expect(yaml("a: 1780000000123000009\nb: 1.0\nc: 1e400\nd: -0")).toBe(
    '{"a":1780000000123000009,"b":1.0,"c":1e400,"d":-0}',
  );
  expect(yaml("a: |-\n  123\nb: '7'\nc: \"x 8\"\nd: [2, 3.50]")).toBe('{"a":"123","b":"7","c":"x 8","d":[2,3.50]}');
  expect(yaml("a: 2026-05-28\nb: 0x1F\nc: .nan")).toBe('{"a":"2026-05-28","b":31,"c":"NaN"}');
});

test("YAML that is broken, contains itself or multiplies itself is refused with a reason", () => {
  expect(yaml("not: [valid yaml")).toMatchObject({ reason: expect.stringContaining("YAML Parse error") });
  expect(yaml("a: &a [*a]")).toMatchObject({ reason: expect.stringContaining("contains itself") });
  const bomb = [
    "a0: &a0 [x,x,x,x,x,x,x,x,x]",
    ...Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(",")}]`),
  ];
  expect(yaml(bomb.join("\n"))).toMatchObject({ reason: expect.stringContaining("aliasing") });
});

test("an int64 is exact as a number and as a string", () => {
  const record = node(
    '{"a":1780000000123000009,"b":"1780000000123000009","c":"12","d":"x","e":"9999999999999999999","f":1.5}',
  );
  expect(int64Field(record, "a")).toBe(1780000000123000009n);
  expect(int64Field(record, "b")).toBe(1780000000123000009n);
  expect(int64Field(record, "c")).toBe(12);
  expect([int64Field(record, "d"), int64Field(record, "e"), int64Field(record, "f")]).toEqual([null, null, null]);
});

test("an unset time of Go is no time", () => {
  expect(epochMsField(node('{"at":0}'), "at")).toBeNull();
  expect(epochMsField(node('{"at":"1780000000000"}'), "at")).toBe("2026-05-28T20:26:40.000000Z");
});

test("JSON inside a string is taken out only where it is an object or a list", () => {
  const record = node('{"a":"{\\"n\\":1}","b":"12","c":{"n": 1.0},"d":"{torn"}');
  expect(["a", "b", "c", "d"].map((key) => embeddedJsonField(record, key))).toEqual([
    '{"n":1}',
    '"12"',
    '{"n": 1.0}',
    '"{torn"',
  ]);
});

test("Anthropic's cached tokens are added to the input, OpenAI's are part of it", () => {
  const anthropic = usageColumns(
    node('{"input_tokens":10,"cache_read_input_tokens":70,"cache_creation_input_tokens":20,"output_tokens":5}'),
  );
  expect(anthropic).toMatchObject({
    input_tokens: 100n,
    cache_read_tokens: 70,
    cache_write_tokens: 20,
    output_tokens: 5,
  });
  expect(usageColumns(node('{"inputTokens":100,"cachedTokens":70}'))).toMatchObject({
    input_tokens: 100n,
    cache_read_tokens: 70,
  });
  expect(usageColumns(node("{}")).input_tokens).toBeNull();
});

test("the beginning of a JSON text tells its members, wherever it is cut", () => {
  const text = '{"version": "v-1", "items": [{"id": 7, "frame": {"x": [1]}}, {"other": tru';
  const prefix = readJsonPrefix(text);
  expect([...prefix.keys()]).toEqual([
    "version",
    "items",
    "items[]",
    "items[].id",
    "items[].frame",
    "items[].frame.x",
    "items[].frame.x[]",
    "items[].other",
  ]);
  expect(prefixText(prefix, "version")).toBe("v-1");
  for (let at = 0; at <= text.length; at += 1) readJsonPrefix(text.slice(0, at));
  expect(readJsonPrefix('[{"version":1}]').size).toBe(0);
});
