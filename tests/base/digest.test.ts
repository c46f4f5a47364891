import { expect, test } from "bun:test";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { Sha256, sha256Hex, storeKey } from "../../src/base/digest.ts";

test("the digest is SHA-256, in one piece or in many", () => {
  expect(sha256Hex("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  fc.assert(
    fc.property(fc.array(fc.uint8Array()), (pieces) => {
      const digest = new Sha256();
      for (const piece of pieces) digest.update(piece);
      expect(digest.hex()).toBe(createHash("sha256").update(Buffer.concat(pieces)).digest("hex"));
    }),
  );
});

test("the key of a store depends on what its parts hold and which they are, not on their order", () => {
  const [a, b] = [sha256Hex("a"), sha256Hex("b")];
  const key = storeKey([
    { suffix: "", sha256: a },
    { suffix: "-wal", sha256: b },
  ]);
  expect(key).toBe(sha256Hex(`[["","${a}"],["-wal","${b}"]]`));
  expect(
    storeKey([
      { suffix: "-wal", sha256: b },
      { suffix: "", sha256: a },
    ]),
  ).toBe(key);
  expect(
    storeKey([
      { suffix: "", sha256: b },
      { suffix: "-wal", sha256: a },
    ]),
  ).not.toBe(key);
  expect(
    storeKey([
      { suffix: "", sha256: a },
      { suffix: "-journal", sha256: b },
    ]),
  ).not.toBe(key);
  expect(storeKey([{ suffix: "", sha256: a }])).not.toBe(a);
});
