// Law 5: no command changes its inputs, or leaves a file beside them.

import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { writeExample } from "../../scripts/fixtures/example.ts";
import { catalog } from "../../src/commands/catalog.ts";
import { folderState } from "../support/folder-state.ts";
import { dbundle, sourceProgram, temporaryFolder } from "../support/program.ts";

const folder = temporaryFolder();
const inputs = join(folder.path, "in");
const outputs = join(folder.path, "out");
let live: Database;

const bundle = join(inputs, "run.db");
const other = join(inputs, "other.db");
const store = join(inputs, "run/live.db");
const grown = join(outputs, "grown.db");

/** What each command is asked for; the bundle that `import` adds to is its output. */
const lines: Readonly<Record<string, readonly (readonly string[])[]>> = {
  create: [["create", join(inputs, "run"), "-o", join(outputs, "made.db")]],
  import: [["import", grown, join(inputs, "run")]],
  merge: [["merge", bundle, other, "-o", join(outputs, "merged.db")]],
  info: [["info", bundle]],
  sessions: [["sessions", bundle]],
  runs: [["runs", bundle]],
  conversations: [["conversations", bundle]],
  timeline: [["timeline", bundle]],
  errors: [["errors", bundle]],
  logs: [["logs", bundle]],
  schema: [["schema", bundle]],
  query: [
    ["query", bundle, "SELECT count(*) FROM logs"],
    ["query", store, "SELECT count(*) FROM t"],
  ],
  export: [
    ["export", bundle, "-o", join(outputs, "all")],
    ["export", store, "t"],
  ],
  extract: [["extract", bundle, "-o", join(outputs, "originals")]],
  raw: [["raw", bundle, "session.log:1"]],
  verify: [["verify", bundle, "--deep"]],
  purge: [["purge", bundle, "--all", "-o", join(outputs, "purged.db")]],
  migrate: [["migrate", bundle]],
  formats: [["formats"]],
  completions: [["completions", "bash"]],
};

beforeAll(async () => {
  mkdirSync(inputs);
  mkdirSync(outputs);
  await writeExample(inputs);
  mkdirSync(join(inputs, "run"));
  for (const name of ["session.jsonl", "session.log", "workspace.zip"])
    copyFileSync(join(inputs, "shard-1", name), join(inputs, "run", name));
  // A store that another program has open: all its rows are in the -wal.
  live = new Database(store, { create: true });
  live.exec("PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)");
  for (const [output, from] of [
    [bundle, "shard-1"],
    [other, "shard-2"],
    [grown, "shard-2"],
  ] as const)
    await dbundle(["create", join(inputs, from), "-o", output], { cwd: outputs });
});
afterAll(() => {
  live.close();
  folder[Symbol.dispose]();
});

test("every command is tried", () => {
  expect([...Object.keys(lines), "serve"].sort()).toEqual(catalog.map(({ name }) => name).sort());
});

describe("nothing beside or in its inputs is changed by", () => {
  test.each(Object.values(lines).flat())(
    "%s %s",
    async (...line) => {
      const words = line.filter((word) => word !== undefined);
      const before = folderState(inputs);
      const { code, err } = await dbundle(words, { cwd: outputs });
      expect([code, code === 0 ? "" : err]).toEqual([0, ""]);
      expect(folderState(inputs)).toEqual(before);
    },
    30_000,
  );

  test("serve, while it answers and after it", async () => {
    const before = folderState(inputs);
    const words = ["serve", bundle, store, "--no-open", "--port", "0"];
    const child = Bun.spawn([...sourceProgram, ...words], { cwd: outputs, stdout: "pipe", stderr: "ignore" });
    let text = "";
    for await (const piece of child.stdout.pipeThrough(new TextDecoderStream())) {
      text += piece;
      if (text.includes("\n")) break;
    }
    const home = /http:\/\/\S+/.exec(text)?.[0] ?? "";
    for (const path of ["run/logs.json", "live/t.json"])
      expect([path, (await fetch(new URL(path, home))).status]).toEqual([path, 200]);
    expect(folderState(inputs)).toEqual(before);
    child.kill();
    await child.exited;
    expect(folderState(inputs)).toEqual(before);
  }, 30_000);
});
