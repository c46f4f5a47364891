import { describe, expect, test } from "bun:test";
import { cpSync, existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { ExampleShell, stepsOf } from "../../scripts/transcripts.ts";
import { expectAsShown } from "../support/transcripts.ts";

const path = resolve(import.meta.dir, "../../docs/guide.md");
const guide = readFileSync(path, "utf8");

test("the guide shows what the program prints (bun scripts/transcripts.ts writes it)", async () => {
  using shell = await ExampleShell.open();
  const steps = stepsOf(guide);
  expect(steps.length).toBeGreaterThan(15);
  for (const step of steps) await expectAsShown(shell, step);
}, 120_000);

test("the guide's lines for CI make a bundle of each shard and one of all", async () => {
  using shell = await ExampleShell.open();
  const inside = (name: string) => join(shell.folder, name);
  const lines = [...guide.matchAll(/^ *(?:- )?run: (dbundle .+)$/gm)].map(([, line = ""]) => line);
  const [ofShard, ...ofAll] = lines;
  expect([ofShard?.slice(0, 14), ofAll.length]).toEqual(["dbundle create", 3]);
  for (const shard of ["1", "2"]) {
    cpSync(inside(`shard-${shard}`), inside("debug"), { recursive: true });
    expect(await shell.run(String(ofShard).replaceAll(/\$\{\{ matrix\.shard \}\}/g, shard))).toMatchObject({ code: 0 });
    rmSync(inside("debug"), { recursive: true });
    await shell.run("mkdir -p shards");
    renameSync(inside(`shard-${shard}.db`), inside(`shards/shard-${shard}.db`));
  }
  for (const line of ofAll) expect(await shell.run(line)).toMatchObject({ code: 0 });
  const { lines: merged } = await shell.run('dbundle query run.db "SELECT count(*) AS n FROM sessions" --format csv');
  expect(merged.at(-1)).toBe("2");
}, 60_000);

describe("what the guide points to is there", () => {
  const links = [...guide.matchAll(/\]\(([^)#]+)\)/g)].map(([, to = ""]) => to);
  test.each(links)("%s", (to) => expect(existsSync(join(dirname(path), to))).toBeTrue());
});
