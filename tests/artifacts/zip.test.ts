import { expect, test } from "bun:test";
import { join } from "node:path";
import { deflateRawSync, zstdCompressSync } from "node:zlib";
import type { Archive } from "../../src/artifacts/artifact.ts";
import { Budget } from "../../src/artifacts/budget.ts";
import { bytesAt, DiskFile, MemoryFile } from "../../src/artifacts/byte-file.ts";
import { defaultLimits } from "../../src/artifacts/limits.ts";
import { wrappingOf } from "../../src/artifacts/magic.ts";
import { openZip } from "../../src/artifacts/zip.ts";
import { type RawEnd, type RawEntry, rawZip } from "../support/raw-zip.ts";
import { sharedTest } from "../support/shared.ts";

function opened(bytes: Uint8Array, limits = defaultLimits): Archive {
  const archive = openZip(new MemoryFile(bytes), new Budget(limits));
  if (!("entries" in archive)) throw new Error(archive.message);
  return archive;
}

/** Name, content and codes of the problems of each entry, and the codes of the archive. */
function content(entries: readonly RawEntry[], end: RawEnd = {}, limits = defaultLimits) {
  const archive = opened(rawZip(entries, end), limits);
  const read = archive.entries.map((entry) => {
    const { bytes, problems } = archive.read(entry);
    return [entry.name, bytes === null ? null : Buffer.from(bytes).toString(), ...problems.map(({ code }) => code)];
  });
  return { read, archive: archive.problems.map(({ code }) => code) };
}

const good = { name: "good.txt", content: "good" };
const goodRead = ["good.txt", "good"];

test("stored, deflated and zstd entries come back, also with sizes behind the data or in 64 bits", () => {
  const zstd = { name: "z", content: "zstd", method: 93, packed: zstdCompressSync(Buffer.from("zstd")) };
  const entries = [good, { ...good, method: 0 }, zstd, { ...good, descriptor: true }, { ...good, zip64: true }];
  expect(content(entries)).toEqual({ read: [goodRead, goodRead, ["z", "zstd"], goodRead, goodRead], archive: [] });
});

test("entries of one name are all kept, and names are data", () => {
  const names = ["a", "a", "../../etc/passwd", "/etc/passwd", "C:\\x", "", "a\0b", "__proto__"];
  const { read } = content(names.map((name, i) => ({ name, content: String(i) })));
  expect(read).toEqual(names.map((name, i) => [name, String(i)]));
});

test("a name that is no UTF-8 is read as code page 437", () => {
  expect(content([{ name: Buffer.from([0x63, 0x61, 0x66, 0x82]), content: "" }]).read[0]).toEqual(["café", ""]);
  expect(content([{ name: "café", content: "" }]).read[0]).toEqual(["café", ""]);
});

test("a folder is a name with a slash and no content", () => {
  const archive = opened(
    rawZip([
      { name: "d/", content: "" },
      { name: "odd/", content: "x" },
    ]),
  );
  expect(archive.entries.map(({ isDirectory }) => isDirectory)).toEqual([true, false]);
});

test("times are as written, and null when no such time exists", () => {
  const archive = opened(rawZip([good, { ...good, date: 0 }, { ...good, date: 0x5c5e }]));
  expect(archive.entries.map(({ modifiedAt }) => modifiedAt)).toEqual(["2026-03-01T10:00:00", null, null]);
});

test("a bad entry is named and never loses the good one", () => {
  const bad: [Partial<RawEntry>, (string | null)[]][] = [
    [{ crc: 1 }, ["bad", "content", "zip.bad-crc"]],
    [{ claimedBytes: 3 }, ["bad", "content", "zip.size-differs"]],
    [{ claimedBytes: 2 ** 31 }, ["bad", "content", "zip.size-differs"]],
    [{ flags: 1 }, ["bad", null, "zip.encrypted"]],
    [{ method: 14 }, ["bad", null, "zip.unsupported-method"]],
    [{ packed: Buffer.from([7, 7, 7]) }, ["bad", null, "zip.bad-data"]],
    [{ localOffset: 2 ** 31 }, ["bad", null, "zip.bad-offset"]],
    [{ localOffset: 1 }, ["bad", null, "zip.bad-offset"]],
  ];
  for (const [lie, wanted] of bad) {
    expect(content([{ name: "bad", content: "content", ...lie }, good]).read).toEqual([wanted, goodRead]);
  }
});

test("a packed size beyond the end is named, and what is there is read", () => {
  expect(content([{ name: "bad", content: "content", packedBytes: 1e6 }, good]).read[0]).toEqual([
    "bad",
    "content",
    "zip.truncated",
  ]);
});

test("end records that lie are named, and the directory is read as it is", () => {
  const cases: [RawEnd, string[]][] = [
    [{ count: 9 }, ["zip.count"]],
    [{ count: 1 }, ["zip.count"]],
    [{ directoryOffset: 7 }, ["zip.directory-offset"]],
    [{ prefix: Buffer.from("#!/bin/sh\n") }, ["zip.bytes-before"]],
    [{ suffix: Buffer.from("junk") }, ["zip.bytes-after"]],
    [{ comment: Buffer.concat([Buffer.from("PK\x05\x06", "latin1"), Buffer.alloc(18)]) }, []],
  ];
  for (const [end, codes] of cases) {
    const { read, archive } = content([good, good], end);
    expect(read).toEqual([goodRead, goodRead]);
    expect(archive).toEqual(codes);
  }
});

test("an archive without its directory gives the entries that their own headers name", () => {
  const cut = rawZip([good, { ...good, descriptor: true }, { name: "c", content: "x".repeat(50), method: 0 }], {
    cut: true,
  });
  const archive = opened(cut.subarray(0, cut.length - 10));
  expect(archive.problems.map(({ code }) => code)).toEqual(["zip.truncated"]);
  const read = archive.entries.map((entry) => archive.read(entry));
  expect(read.map(({ bytes }) => bytes?.length)).toEqual([4, 4, 40]);
  expect(read.map(({ problems }) => problems.map(({ code }) => code)).slice(0, 2)).toEqual([[], []]);
  expect(read[2]!.problems.map(({ code }) => code)).toContain("zip.truncated");
});

test("limits of an entry, of the archive and of the ratio stop an entry by name and spare the small ones", () => {
  const zeros = { name: "zeros", content: Buffer.alloc(100_000) };
  const last = (limits: Partial<typeof defaultLimits>) =>
    content([zeros, good], {}, { ...defaultLimits, ...limits }).read;
  expect(last({ entryBytes: 99_999 })).toEqual([["zeros", null, "zip.entry-too-large"], goodRead]);
  expect(last({ ratioFreeBytes: 1000 })).toEqual([["zeros", null, "zip.ratio"], goodRead]);
  expect(last({ archiveBytes: 100_002 })[1]).toEqual(["good.txt", null, "zip.archive-too-large"]);
});

test("entries beyond the count limit are counted and named", () => {
  const archive = opened(rawZip(Array.from({ length: 10 }, () => good)), { ...defaultLimits, archiveEntries: 3 });
  expect(archive.entries).toHaveLength(3);
  expect(archive.problems[0]).toMatchObject({ code: "zip.too-many-entries" });
  expect(archive.problems[0]!.message).toContain("10 entries; 7 beyond the limit of 3");
});

test("entries that share one packed content are stopped early", () => {
  const packed = deflateRawSync(Buffer.alloc(5_000_000));
  const bomb = { name: "bomb", content: Buffer.alloc(5_000_000), packed, localOffset: 0 };
  const archive = opened(rawZip(Array.from({ length: 40 }, () => bomb)));
  const kept = archive.entries.filter((entry) => archive.read(entry).bytes !== null);
  expect(kept.length).toBe(3);
  expect(archive.problems.map(({ code }) => code)).toEqual(["zip.overlap"]);
});

test("reading an entry again costs nothing of the archive's limit", () => {
  const archive = opened(rawZip([good, good]), { ...defaultLimits, archiveBytes: 8 });
  const codes = [0, 0, 0, 1].map((at) => archive.read(archive.entries[at]!).problems.length);
  expect(codes).toEqual([0, 0, 0, 0]);
});

interface Expected {
  readonly entries: number | null;
  readonly expect: string;
  readonly must_store?: { readonly name?: string; readonly sha256: string }[];
}

sharedTest(
  "hostile archives: all entries that can be stored are stored, the rest is named, in time",
  async (shared) => {
    const folder = join(shared, "checks/hostile/zip");
    const expected: Record<string, Expected> = await Bun.file(join(folder, "generated/expected.json")).json();
    const wrong: string[] = [];
    let archives = 0;
    for (const path of new Bun.Glob("*/**").scanSync(folder)) {
      if (path.endsWith("expected.json")) continue; // It tells about the others.
      const started = performance.now();
      const { codes, hashes, entries, isZip } = everythingOf(join(folder, path));
      archives++;
      if (performance.now() - started > 10_000) wrong.push(`${path}: slow`);
      const failure = path.startsWith("yauzl/failure/");
      if (failure && isZip && codes.length === 0) wrong.push(`${path}: no problem`);
      const wanted = expected[path.slice("generated/".length)];
      if (wanted === undefined || !path.startsWith("generated/")) continue; // Nothing more is known of it.
      if (wanted.entries !== null && entries !== wanted.entries) wrong.push(`${path}: ${entries} entries`);
      for (const { name, sha256 } of wanted.must_store ?? []) {
        if (name?.endsWith("/") !== true && !hashes.has(sha256)) wrong.push(`${path}: ${name} not stored`);
      }
      if (/^warning\b/.test(wanted.expect) && isZip && codes.length === 0) wrong.push(`${path}: no problem`);
    }
    expect(wrong).toEqual([]);
    expect(archives).toBeGreaterThan(1400);
  },
  60_000,
);

function everythingOf(location: string) {
  const file = new DiskFile(location);
  try {
    const isZip = wrappingOf(bytesAt(file, 0, 64)) === "zip";
    const archive = openZip(file, new Budget(defaultLimits));
    if (!("entries" in archive)) return { codes: [archive.code], hashes: new Set<string>(), entries: 0, isZip };
    const codes = archive.problems.map(({ code }) => code);
    const hashes = new Set<string>();
    for (const entry of archive.entries) {
      const { bytes, problems } = archive.read(entry);
      if (bytes !== null) hashes.add(new Bun.CryptoHasher("sha256").update(bytes).digest("hex"));
      else if (problems.length === 0) throw new Error(`${location}: ${entry.name} is neither read nor named`);
      for (const { code } of problems) codes.push(code);
    }
    return { codes, hashes, entries: archive.entries.length, isZip };
  } finally {
    file.close();
  }
}
