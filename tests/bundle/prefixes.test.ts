import { Database } from "bun:sqlite";
import { afterAll, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { Scratch } from "../support/bundles.ts";

const scratch = new Scratch();

afterAll(() => scratch.remove());

/** A record of `size` bytes with its line end; `mark` is its last letter. */
function line(size: number, mark = "x"): string {
  const bare = JSON.stringify({
    timestamp: "2026-01-01T00:00:00Z",
    level: "INFO",
    logger: "a",
    event: "e",
    message: "",
  });
  const text = mark.padStart(size - bare.length - 1, "x");
  return `${bare.replace('"message":""', () => `"message":"${text}"`)}\n`;
}

async function supersededOf(name: string, logs: Readonly<Record<string, string>>, originals: "keep" | "drop" = "keep") {
  mkdirSync(scratch.path(name));
  for (const [log, text] of Object.entries(logs)) writeFileSync(scratch.path(`${name}/${log}.log`), text);
  const { output } = await scratch.create([scratch.path(name)], { originals });
  using db = new Database(output, { readonly: true });
  return db
    .query<{ path: string }, []>("SELECT path FROM sources WHERE status = 'superseded' ORDER BY path")
    .all()
    .map(({ path }) => path.replace(/^.*\/|\.log$/g, ""));
}

test.each([100, 127, 128, 129, 5000])(
  "a log of %d bytes is an older copy of those that go on after it",
  async (size) => {
    const first = line(size);
    const logs = { a: first, b: first + line(120), c: first + line(120) + line(300), d: first + line(120, "d") };
    expect(await supersededOf(`all-${size}`, logs)).toEqual(["a", "b"]);
  },
);

test("a log that differs in its last letter is no copy", async () => {
  const first = line(128);
  expect(await supersededOf("differs", { a: first + line(200, "a"), b: first + line(200, "b") + line(90) })).toEqual(
    [],
  );
});

test("a log that is shorter than its head is known for a copy without the originals too", async () => {
  expect(await supersededOf("dropped", { a: line(110), b: line(110) + line(110) }, "drop")).toEqual(["a"]);
});
