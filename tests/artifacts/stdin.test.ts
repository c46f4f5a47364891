import { expect, test } from "bun:test";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const program = `
  import { openArtifacts } from "${join(import.meta.dir, "../../src/artifacts/open.ts")}";
  import { defaultLimits } from "${join(import.meta.dir, "../../src/artifacts/limits.ts")}";
  import { mkdtempSync } from "node:fs";
  const options = { limits: defaultLimits, all: false, skip: () => null, temporaryFolder: () => mkdtempSync("/tmp/dbundle-test-") };
  const seen = [];
  async function look(artifact) {
    const chunks = [];
    artifact.tap(({ bytes }) => chunks.push(bytes.length));
    let lines = 0;
    for await (const batch of artifact.lines()) lines += batch.length;
    await artifact.drain();
    seen.push({ path: artifact.path, lines, chunks, sha256: artifact.digest().sha256 });
    for await (const found of artifact.members()) if (found.kind === "artifact") await look(found.artifact);
  }
  for await (const found of openArtifacts([{ path: process.argv[1] }], options)) if (found.kind === "artifact") await look(found.artifact);
  console.log(JSON.stringify({ seen, peak: process.resourceUsage().maxRSS }));
`;

interface Seen {
  readonly seen: { path: string; lines: number; chunks: number[]; sha256: string }[];
  readonly peak: number;
}

async function reading(input: string, command: string, extra: Record<string, string> = {}): Promise<Seen> {
  const env = { ...process.env, ...extra, BUN: process.execPath, PROGRAM: program };
  const child = Bun.spawn(["bash", "-c", command.replace("READ", `"$BUN" -e "$PROGRAM" ${input}`)], {
    env,
    stderr: "inherit",
  });
  const result: Seen = JSON.parse(await new Response(child.stdout).text());
  expect(await child.exited).toBe(0);
  return result;
}

test("a pipe gives the same chunks and lines as a file, whatever the sizes of its writes", async () => {
  const folder = `/tmp/dbundle-test-${process.pid}.log`;
  await Bun.write(
    folder,
    Array.from({ length: 60_000 }, (_, i) => `{"n": ${i}, "pad": "${"x".repeat(i % 97)}"}\n`).join(""),
  );
  const file = await reading(folder, "READ");
  const pipe = await reading("-", `(head -c 100 ${folder}; tail -c +101 ${folder}) | READ`);
  expect(pipe.seen).toEqual([{ ...file.seen[0]!, path: "stdin" }]);
  expect(file.seen[0]!.lines).toBe(60_000);
  await Bun.file(folder).delete();
});

test("a long stream is read in flat memory", async () => {
  const line = `{"message": "${"x".repeat(300)}"}`;
  const { seen, peak } = await reading("-", `yes '${line}' | head -c 400000000 | READ`);
  expect(seen[0]!.chunks.reduce((sum, length) => sum + length)).toBe(400_000_000);
  expect(peak / 1024).toBeLessThan(250);
}, 30_000);

test("a compressed stream is opened too", async () => {
  const packed = `/tmp/dbundle-test-${process.pid}.gz`;
  await Bun.write(packed, gzipSync("a\nb\n"));
  const { seen } = await reading("-", `READ < ${packed}`);
  expect(seen.map(({ path, lines }) => [path, lines]).at(-1)).toEqual(["stdin!/stdin", 2]);
  await Bun.file(packed).delete();
});
