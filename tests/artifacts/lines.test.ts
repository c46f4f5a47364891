import { expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { ByteStream } from "../../src/artifacts/byte-stream.ts";
import { CHUNK_AIM_BYTES, CHUNK_MAXIMUM_BYTES, ChunkCutter } from "../../src/artifacts/chunks.ts";
import { defaultLimits } from "../../src/artifacts/limits.ts";
import type { Chunk } from "../../src/artifacts/open.ts";
import { folderOf, linesIn, lookAt, optionsOf } from "../support/opening.ts";
import { sharedTest } from "../support/shared.ts";

async function read(content: string | Uint8Array, lineBytes = defaultLimits.lineBytes) {
  const folder = folderOf({ "a.log": content });
  const chunks: (Omit<Chunk, "bytes"> & { length: number })[] = [];
  const pieces: Buffer[] = [];
  let result = null;
  await lookAt(
    [join(folder, "a.log")],
    async (artifact) => {
      artifact.tap(({ bytes, ...chunk }) => {
        pieces.push(Buffer.from(bytes));
        chunks.push({ ...chunk, length: bytes.length });
      });
      const lines = await linesIn(artifact);
      await artifact.drain();
      result = { lines, digest: artifact.digest() };
    },
    optionsOf({ limits: { ...defaultLimits, lineBytes } }),
  );
  const found = result as unknown as {
    lines: Awaited<ReturnType<typeof linesIn>>;
    digest: { lineCount: number; sha256: string };
  };
  return { ...found, texts: found.lines.map(({ text }) => text), chunks, stored: Buffer.concat(pieces) };
}

test("a line ends at LF only, and one CR before it belongs to the terminator", async () => {
  const { texts, digest } = await read("a\r\nb\r\r\nc\rd\u2028e\u0085\v\f\nf");
  expect(texts).toEqual(["a", "b\r", "c\rd\u2028e\u0085\v\f", "f"]);
  expect(digest.lineCount).toBe(4);
});

test("text after the last LF is a line when it is not empty", async () => {
  expect((await read("a\n")).texts).toEqual(["a"]);
  expect((await read("a\n\n")).texts).toEqual(["a", ""]);
  expect((await read("a\n\r")).texts).toEqual(["a", "\r"]);
  expect((await read("")).texts).toEqual([]);
});

test("the byte order mark of the first line is put aside, others stay", async () => {
  const { texts, lines } = await read("\ufeffa\n\ufeffb\n");
  expect(texts).toEqual(["a", "\ufeffb"]);
  expect(lines.map(({ byteOffset }) => byteOffset)).toEqual([0, 5]);
});

test("bytes that are no UTF-8 flag their line and no other", async () => {
  const { lines } = await read(
    Buffer.concat([Buffer.from("good é\n"), Buffer.from([0x61, 0xff, 0x0a]), Buffer.from("last")]),
  );
  expect(lines.map(({ text, flaw }) => [text, flaw])).toEqual([
    ["good é", null],
    ["a\ufffd", "invalid-utf8"],
    ["last", null],
  ]);
});

test("a line beyond the limit gives a head and the lines after it", async () => {
  for (const letter of ["x", "é"]) {
    const { lines, digest } = await read(`a\n${letter.repeat(100)}\r\nb\n`, 99);
    expect(lines.map(({ flaw }) => flaw)).toEqual([null, "too-long", null]);
    expect(letter.repeat(100).startsWith(lines[1]!.text)).toBe(true);
    expect(lines[2]).toMatchObject({ number: 3, text: "b" });
    expect(digest.lineCount).toBe(3);
  }
  expect((await read(`${"x".repeat(99)}\r\n`, 99)).lines[0]!.flaw).toBeNull();
});

test("a line that spans chunks is one line, and every byte is stored once", async () => {
  const long = `${"x".repeat(3 * CHUNK_MAXIMUM_BYTES)}é`;
  const { lines, chunks, stored, digest } = await read(`a\n${long}\r\nb\n`);
  expect(lines.map(({ number, byteOffset, flaw }) => [number, byteOffset, flaw])).toEqual([
    [1, 0, null],
    [2, 2, null],
    [3, 2 + long.length + 1 + 2, null],
  ]);
  expect(lines[1]!.text === long).toBe(true);
  expect(chunks.map(({ firstLine }) => firstLine)).toEqual([1, null, null, 3]);
  expect(createHash("sha256").update(stored).digest("hex")).toBe(digest.sha256);
});

test("a line beyond the limit costs no more memory than the limit, however long", async () => {
  const { lines } = await read("x".repeat(40_000_000), 1_000_000);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({ number: 1, flaw: "too-long" });
  expect(lines[0]!.text.length).toBe(64 * 1024);
});

test("chunks are cut at the first line end after 1 MiB and know their first line", async () => {
  const line = `${"x".repeat(999)}\n`;
  const { chunks, digest } = await read(line.repeat(3000));
  expect(chunks.map(({ length }) => length)).toEqual([1_049_000, 1_049_000, 902_000]);
  expect(chunks.map(({ firstLine, byteOffset }) => [firstLine, byteOffset])).toEqual([
    [1, 0],
    [1050, 1_049_000],
    [2099, 2_098_000],
  ]);
  expect(digest.lineCount).toBe(3000);
});

test("the sizes of the reads do not change the chunks", async () => {
  const text = Buffer.from(
    `${"x".repeat(CHUNK_AIM_BYTES - 1)}\n${"y".repeat(CHUNK_MAXIMUM_BYTES + 5)}${"\nz\n".repeat(700_000)}`,
  );
  const cut = async (size: (n: number) => number) => {
    const lengths: number[] = [];
    const cutter = new ChunkCutter(streamOf(text, size), null);
    for (let chunk = await cutter.next(); chunk !== null; chunk = await cutter.next()) lengths.push(chunk.length);
    return lengths;
  };
  const whole = await cut(() => Number.POSITIVE_INFINITY);
  expect(whole.slice(0, 2)).toEqual([CHUNK_AIM_BYTES, CHUNK_MAXIMUM_BYTES]);
  expect(await cut((n) => 1 + ((n * 7919) % 65_536))).toEqual(whole);
  expect(whole.reduce((sum, length) => sum + length)).toBe(text.length);
});

function streamOf(bytes: Buffer, size: (n: number) => number): ByteStream {
  let at = 0;
  let reads = 0;
  return {
    read(into) {
      const piece = bytes.subarray(at, at + Math.min(into.length, size(reads++)));
      into.set(piece);
      at += piece.length;
      return piece.length;
    },
    close() {},
  };
}

sharedTest("every hostile JSON-lines file has the lines that an independent reader counts", async (shared) => {
  const folder = join(shared, "checks/hostile/jsonl");
  const expected: Record<string, { lines: number }> = await Bun.file(join(folder, "expected.json")).json();
  const counted: Record<string, number> = {};
  await lookAt([folder], async (artifact) => {
    const lines = await linesIn(artifact);
    await artifact.drain();
    expect(artifact.digest().lineCount).toBe(lines.length);
    counted[artifact.path.split("/").at(-1)!] = lines.length;
  });
  const wrong = Object.entries(expected).filter(([name, { lines }]) => counted[name] !== lines);
  expect(wrong).toEqual([]);
});

test("content is read once: a second reading is refused, and bytes beyond the caller's limit too", async () => {
  const folder = folderOf({ "a.log": "a\nb\n" });
  await lookAt([join(folder, "a.log")], async (artifact) => {
    await expect(artifact.bytes(3)).rejects.toThrow('Cannot read "a.log" as a whole');
    expect(Buffer.from(await artifact.bytes(4)).toString()).toBe("a\nb\n");
    await expect(linesIn(artifact)).rejects.toThrow("was read already");
    await artifact.drain();
    expect(await artifact.quickKey()).toBe(artifact.digest().sourceKey);
  });
});
