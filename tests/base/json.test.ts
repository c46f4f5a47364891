import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { type JsonNode, parseJson, wellFormed } from "../../src/base/json.ts";

describe("a JSON text", () => {
  test("is strict exactly when JSON.parse accepts it", () => {
    const fragments = [
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      '"a"',
      '"\\u00',
      "1",
      "-",
      "0",
      ".",
      "e",
      "E+",
      "NaN",
      "Infinity",
      "true",
      "null",
      " ",
      "\n",
      '"',
      "\\",
      "x",
      "\ufeff",
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...fragments), { maxLength: 12 }), (parts) => {
        const text = parts.join("");
        const result = parseJson(text);
        expect(result.ok && result.strict).toBe(isAcceptedByJavaScript(text));
      }),
      { numRuns: 5000 },
    );
  });

  test("that is cut or has one character changed is judged as JSON.parse judges it", () => {
    const unit = fc.constantFrom(...'{}[],:"\\0-.eNtfnu \n\u0000\u001f');
    fc.assert(
      fc.property(fc.json(), fc.nat(), unit, (text, position, replacement) => {
        const at = position % (text.length + 1);
        for (const damaged of [text.slice(0, at), text.slice(0, at) + replacement + text.slice(at + 1)]) {
          const result = parseJson(damaged);
          expect(result.ok && result.strict).toBe(isAcceptedByJavaScript(damaged));
        }
      }),
      { numRuns: 2000 },
    );
  });

  test("has the values that JSON.parse has", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), fc.constantFrom(undefined, 1, "\t"), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(plain(node(text))).toEqual(JSON.parse(text));
      }),
      { numRuns: 2000 },
    );
  });

  test("comes back from the raw slices of its values and what lies between them", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom("", " ", "\r\n\t"), (value, space) => {
        const spaced = `${space}${JSON.stringify(value, null, space)}${space}`;
        const root = parseJson(spaced);
        if (!root.ok) throw new Error(root.reason);
        expect(spaced.slice(0, root.node.start) + pieces(root.node, spaced) + spaced.slice(root.node.end)).toBe(spaced);
      }),
    );
  });

  test("is refused with a short reason and the place", () => {
    expect(parseJson('{"a": 1,}')).toEqual({ ok: false, reason: "Unexpected character }", offset: 8 });
    expect(parseJson('{"a": [1, 2')).toEqual({
      ok: false,
      reason: "The text ends before the value is complete",
      offset: 11,
    });
    expect(parseJson('"a\u001b"')).toEqual({ ok: false, reason: "Unexpected character U+001B", offset: 2 });
    expect(parseJson("1 2")).toEqual({ ok: false, reason: "Unexpected text after the value", offset: 2 });
    expect(parseJson("")).toEqual({ ok: false, reason: "The text ends before the value is complete", offset: 0 });
  });

  test("may begin with a byte order mark, but is not strict then", () => {
    expect(parseJson("\ufeff{}")).toMatchObject({ ok: true, strict: false });
  });

  test("is nested as deep as the limit and no deeper", () => {
    const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
    expect(parseJson(nested(1000)).ok).toBe(true);
    expect(parseJson(nested(1001))).toEqual({ ok: false, reason: "Nested deeper than 1000 levels", offset: 1000 });
    expect(parseJson(nested(3), { depth: 2, values: 9 }).ok).toBe(false);
  });

  test("has as many values as the limit and no more, whatever they are", () => {
    for (const [text, count] of [
      ["[[],{},[]]", 4],
      ['{"a":1,"a":{"b":null}}', 4],
      ["[1,[2,[3]],4]", 7],
      ["0", 1],
    ] as const) {
      expect([text, parseJson(text, { depth: 9, values: count }).ok]).toEqual([text, true]);
      const reason = `More than ${count - 1} values`;
      expect(parseJson(text, { depth: 9, values: count - 1 })).toMatchObject({ ok: false, reason });
    }
  });

  test("a million levels deep does not exhaust the stack", () => {
    const text = '{"a":['.repeat(500_000);
    expect(parseJson(text).ok).toBe(false);
    expect(parseJson(text, { depth: 2_000_000, values: 2_000_000 })).toMatchObject({ ok: false, offset: text.length });
    const closed = "[".repeat(1_000_000) + "]".repeat(1_000_000);
    const deep = parseJson(closed, { depth: 1_000_000, values: 1_000_000 });
    expect(deep.ok && deep.node.items()[0]?.raw.length).toBe(closed.length - 2);
  });
});

describe("a node", () => {
  test("keeps the text of its value as it was written", () => {
    const root = node('{"n": 1.0, "o": {"b" :1,"a":-0 , "a": 1e400}, "s": "\\u00e9\\/", "l": [ 1 ,2 ]}');
    expect(root.members().map((member) => [member.key, member.value.raw])).toEqual([
      ["n", "1.0"],
      ["o", '{"b" :1,"a":-0 , "a": 1e400}'],
      ["s", '"\\u00e9\\/"'],
      ["l", "[ 1 ,2 ]"],
    ]);
  });

  test("gives the last of repeated keys and lists them all", () => {
    for (const filler of ["", Array.from({ length: 40 }, (_, i) => `"k${i}":${i},`).join("")]) {
      const root = node(`{"a":1,${filler}"\\u0061":2}`);
      expect(root.get("a")?.raw).toBe("2");
      expect(root.get("b")).toBeUndefined();
      expect(root.members().filter(({ key }) => key === "a")).toHaveLength(2);
    }
  });

  test("finds keys that are names of JavaScript's own", () => {
    const root = node('{"__proto__": 1, "constructor": 2}');
    expect(root.get("__proto__")?.integer()).toBe(1);
    expect(root.get("constructor")?.integer()).toBe(2);
    expect(node("{}").get("toString")).toBeUndefined();
  });

  test("has exact integers within 64 bits", () => {
    const integer = (text: string) => node(text).integer();
    expect(["0", "-0", "42", "12.0", "1e3", "120e-1", "0e999", "9007199254740991"].map(integer)).toEqual([
      0,
      0,
      42,
      12,
      1000,
      12,
      0,
      2 ** 53 - 1,
    ]);
    expect(Object.is(integer("-0"), 0)).toBe(true);
    expect(["9007199254740993", "-9223372036854775808", "9223372036854775807", "1e18"].map(integer)).toEqual([
      9007199254740993n,
      -(2n ** 63n),
      2n ** 63n - 1n,
      10n ** 18n,
    ]);
    const none = [
      "9223372036854775808",
      "-9223372036854775809",
      "1.5",
      "1e-400",
      "1.00000000000000000001",
      "1e400",
      "1e99999999999",
      "NaN",
      '"1"',
      "true",
    ];
    expect(none.map(integer)).toEqual(none.map(() => null));
  });

  test("has every int64 exactly, however it is written", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.nat(30), (value, zeros) => {
        const forms = [`${value}`, `${value}.${"0".repeat(zeros + 1)}`, `${value * 10n ** BigInt(zeros)}e-${zeros}`];
        for (const form of forms) expect(BigInt(node(form).integer() ?? "nothing")).toBe(value);
      }),
    );
  });

  test("has a number only where a finite double is near", () => {
    expect(["1.5", "9007199254740993", "1e400", "-1e400", "NaN", '"1"'].map((text) => node(text).number())).toEqual([
      1.5,
      2 ** 53,
      null,
      null,
      null,
      null,
    ]);
  });

  test("keeps a lone surrogate as its escape and joins a pair", () => {
    expect(node('"a\\ud83dz"').string()).toBe("a\\ud83dz");
    expect(node('"\\uDE00\\uD83D"').string()).toBe("\\ude00\\ud83d");
    expect(node('"\\ud83d\\ude00"').string()).toBe("😀");
    expect(node('{"\\ud800": 1}').get("\\ud800")?.raw).toBe("1");
  });

  test("has a plain value in which only NaN and infinity differ from JSON", () => {
    const text = '{"a": [NaN, -Infinity, Infinity, -1], "NaN": "Infinity \\" NaN", "b": 9007199254740993, "b": 1.50}';
    expect(node(text).plain()).toEqual({ a: [null, -Infinity, Infinity, -1], NaN: 'Infinity " NaN', b: 1.5 });
    expect(node(text).get("a")?.plain()).toEqual([null, -Infinity, Infinity, -1]);
    fc.assert(fc.property(fc.json(), (json) => expect(node(json).plain()).toEqual(JSON.parse(json))));
  });

  test("answers nothing for what it is not", () => {
    const list = node("[1]");
    expect([
      list.get("0"),
      list.members().length,
      list.string(),
      list.integer(),
      list.number(),
      list.boolean(),
    ]).toEqual([undefined, 0, null, null, null, null]);
    expect(node("{}").items()).toEqual([]);
    expect([node("true").boolean(), node("false").boolean(), node("null").boolean()]).toEqual([true, false, null]);
    expect(["NaN", "-Infinity", "Infinity", "-1", "null"].map((text) => node(text).kind)).toEqual([
      "nonfinite",
      "nonfinite",
      "nonfinite",
      "number",
      "null",
    ]);
  });
});

test("a text without lone surrogates stays, one with them survives UTF-8", () => {
  expect(wellFormed("naïve 😀")).toBe("naïve 😀");
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("a", "\ud83d", "\ude00", "\\") }), (text) => {
      const kept = wellFormed(text);
      expect(new TextDecoder().decode(new TextEncoder().encode(kept))).toBe(kept);
      expect(JSON.parse(`"${kept.replaceAll("\\", "\\\\").replaceAll("\\\\u", "\\u")}"`)).toBe(text);
    }),
  );
});

function node(text: string): JsonNode {
  const result = parseJson(text);
  if (!result.ok) throw new Error(`${result.reason}: ${text}`);
  return result.node;
}

function isAcceptedByJavaScript(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // A refusal is the answer.
    return false;
  }
}

/** The value as JSON.parse builds it, from nodes. */
function plain(value: JsonNode): unknown {
  if (value.kind === "object") {
    const object = {};
    for (const { key, value: inner } of value.members()) {
      Object.defineProperty(object, key, { value: plain(inner), enumerable: true, configurable: true, writable: true });
    }
    return object;
  }
  if (value.kind === "array") return value.items().map(plain);
  if (value.kind === "number") return Number(value.raw);
  return value.string() ?? value.boolean();
}

/** The text of a value, put together from its descendants and what lies between them. */
function pieces(value: JsonNode, text: string): string {
  const children = value.kind === "object" ? value.members().map((member) => member.value) : value.items();
  if (children.length === 0) return value.raw;
  let whole = "";
  let at = value.start;
  for (const child of children) {
    whole += text.slice(at, child.start) + pieces(child, text);
    at = child.end;
  }
  return whole + text.slice(at, value.end);
}
