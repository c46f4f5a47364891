import { expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { defaultLimits } from "../../src/artifacts/limits.ts";
import type { OpenedArtifact } from "../../src/artifacts/open.ts";
import { folderOf, linesIn, lookAt, optionsOf } from "../support/opening.ts";
import { rawZip } from "../support/raw-zip.ts";

const numbers = Buffer.from(Array.from({ length: 2000 }, (_, i) => `line ${i} ${Math.sin(i)}\n`).join(""));

/** Path, size of the content, codes of the problems: of a file and of all that is in it. */
async function inside(name: string, bytes: Uint8Array, options = optionsOf()) {
  const folder = folderOf({ [name]: bytes });
  const found: unknown[][] = [];
  const visit = async (artifact: OpenedArtifact) => {
    await artifact.drain();
    found.push([artifact.path, artifact.digest().sizeBytes, ...artifact.openProblems.map(({ code }) => code)]);
    for await (const member of artifact.members()) {
      if (member.kind === "problem") found.push([member.path, null, member.code]);
      else await visit(member.artifact);
    }
  };
  await lookAt([join(folder, name)], visit, options);
  return found;
}

test("a gzip or zstd file has one member, joined of all that follow each other", async () => {
  for (const [suffix, packed] of [
    ["gz", gzipSync(numbers)],
    ["zst", zstdCompressSync(numbers)],
  ] as const) {
    const twice = Buffer.concat([packed, packed]);
    expect(await inside(`a.log.${suffix}`, twice)).toEqual([
      [`a.log.${suffix}`, twice.length],
      [`a.log.${suffix}!/a.log`, 2 * numbers.length],
    ]);
  }
});

test("a member has its lines, its place in the container and the container's key", async () => {
  const folder = folderOf({
    "x.zip": rawZip([
      { name: "d/", content: "" },
      { name: "d/a.log", content: "a\nb\n" },
    ]),
  });
  await lookAt([join(folder, "x.zip")], async (container) => {
    for await (const found of container.members()) {
      if (found.kind === "problem") throw new Error(found.message);
      expect(found.artifact).toMatchObject({ path: "x.zip!/d/a.log", entryIndex: 1, reading: null });
      expect(found.artifact.container?.sourceKey).toBe(container.digest().sourceKey);
      expect((await linesIn(found.artifact)).map(({ text }) => text)).toEqual(["a", "b"]);
    }
  });
});

test("what came out of a damaged or cut file is kept and the damage named", async () => {
  const packed = gzipSync(numbers);
  const wrongSum = Buffer.from(packed);
  wrongSum.writeUInt32LE(1, packed.length - 8);
  const whole = [numbers.length, "gzip.bad-data"];
  expect((await inside("a.gz", Buffer.concat([packed, Buffer.from("junk")])))[1]).toEqual(["a.gz!/a", ...whole]);
  expect((await inside("a.gz", wrongSum))[1]).toEqual(["a.gz!/a", ...whole]);
  const [, size, code] = (await inside("a.gz", packed.subarray(0, packed.length / 2)))[1]!;
  expect(size).toBeGreaterThan(numbers.length / 4);
  expect(code).toBe("gzip.bad-data");
  const zstd = zstdCompressSync(numbers);
  expect((await inside("a.zst", Buffer.concat([zstd, Buffer.from("junk")])))[1]).toEqual([
    "a.zst!/a",
    numbers.length,
    "zstd.bytes-after",
  ]);
  expect((await inside("a.zst", zstd.subarray(0, zstd.length - 3)))[1]![2]).toBe("zstd.bad-data");
});

test("a bomb is stopped at the ratio, and nothing of it stays in the temporary folder", async () => {
  const options = optionsOf();
  const [, member] = await inside("a.gz", gzipSync(Buffer.alloc(30_000_000)), options);
  expect(member).toEqual(["a.gz!/a", 10_000_000, "gzip.ratio"]);
  expect(readdirSync(options.temporaryFolder())).toEqual([]);
});

test("archives in archives are opened to a depth and within one budget", async () => {
  let nested = rawZip([{ name: "a.log", content: "deep" }]);
  for (let depth = 0; depth < 4; depth++) nested = rawZip([{ name: "x.zip", content: nested }]);
  const limits = { ...defaultLimits, nesting: 3 };
  const found = await inside("x.zip", nested, optionsOf({ limits }));
  expect(found.map(([path]) => path)).toEqual([
    "x.zip",
    "x.zip!/x.zip",
    "x.zip!/x.zip!/x.zip",
    "x.zip!/x.zip!/x.zip!/x.zip",
  ]);
  expect(found.at(-1)).toContain("archive.nesting");
  const wide = rawZip(
    Array.from({ length: 5 }, () => ({ name: "y.zip", content: rawZip([{ name: "z", content: "1234567890" }]) })),
  );
  const tight = await inside("w.zip", wide, optionsOf({ limits: { ...defaultLimits, archiveBytes: 300 } }));
  expect(tight.filter(([, , code]) => code === "zip.archive-too-large").length).toBeGreaterThan(1);
});

test("entries that cannot be read are problems with their path, wrong checksums are marked", async () => {
  const archive = rawZip([
    { name: "secret", content: "x", flags: 1 },
    { name: "odd", content: "odd", crc: 1 },
  ]);
  expect(await inside("x.zip", archive)).toEqual([
    ["x.zip", archive.length],
    ["x.zip!/secret", null, "zip.encrypted"],
    ["x.zip!/odd", 3, "zip.bad-crc"],
  ]);
});

test("a file that only begins like an archive is kept as it is and named", async () => {
  expect(await inside("x.zip", Buffer.from("PK\x03\x04 and no more", "latin1"))).toEqual([
    ["x.zip", 16, "zip.unreadable"],
  ]);
});
