import { expect, test } from "bun:test";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nameInputs } from "../../src/artifacts/inputs.ts";
import { folderOf, lookAt, optionsOf } from "../support/opening.ts";

async function pathsIn(inputs: string[], options = optionsOf()) {
  const paths: string[] = [];
  const problems = await lookAt(inputs, ({ path }) => paths.push(path), options);
  return { paths, problems: problems.map(({ path, code, severity }) => [path, code, severity]) };
}

function naming(current: string, ...paths: string[]) {
  return nameInputs(
    paths.map((path) => ({ path })),
    current,
  ).map(({ path }) => path);
}

test("paths are relative to the current folder, else begin with the argument's own name", () => {
  expect(naming("/w", "./debug", "/w", "/elsewhere/run", "-")).toEqual(["debug", "", "run", "stdin"]);
});

test("two arguments never share a path", () => {
  expect(naming("/w", "/a/run", "/b/run", "/c/run")).toEqual(["run", "run~2", "run~3"]);
});

test("a file that is named beside its folder keeps its place in the folder", () => {
  expect(naming("/w", "/a/run/x/s.jsonl", "/a/run")).toEqual(["run/x/s.jsonl", "run"]);
});

test("an argument that is named twice is read once, with the reading that was asked for", () => {
  const named = nameInputs([{ path: "a.log" }, { path: "./a.log", reading: "wink-log" }], "/w");
  expect(named).toEqual([{ named: "./a.log", location: "/w/a.log", path: "a.log", reading: "wink-log" }]);
});

test("a folder is walked depth-first in byte order", async () => {
  const folder = folderOf({ "run/b.log": "", "run/a/z.log": "", "run/a.log": "", "run/Z.log": "", "run/é.log": "" });
  const { paths } = await pathsIn([join(folder, "run")]);
  expect(paths).toEqual(["run/Z.log", "run/a/z.log", "run/a.log", "run/b.log", "run/é.log"]);
});

test("a file that the user also named by itself is read once, with its reading", async () => {
  const folder = folderOf({ "run/a.log": "", "run/b.log": "" });
  const seen: unknown[] = [];
  const inputs = [{ path: join(folder, "run") }, { path: join(folder, "run/a.log"), reading: "wink-log" }];
  await lookAt(inputs, ({ path, reading }) => seen.push([path, reading]));
  expect(seen).toEqual([
    ["run/b.log", null],
    ["run/a.log", "wink-log"],
  ]);
});

test("folders of tools are skipped and named, unless all is asked for", async () => {
  const folder = folderOf({ "run/.git/HEAD": "x", "run/worktrees/w/a.log": "", "run/a.log": "" });
  const skipped = await pathsIn([join(folder, "run")]);
  expect(skipped.paths).toEqual(["run/a.log"]);
  expect(skipped.problems).toEqual([
    ["run/.git", "folder.skipped", "info"],
    ["run/worktrees", "folder.skipped", "info"],
  ]);
  const all = await pathsIn([join(folder, "run")], optionsOf({ all: true }));
  expect(all.paths).toEqual(["run/.git/HEAD", "run/a.log", "run/worktrees/w/a.log"]);
});

test("links are not followed: one inside is reached anyway, one that leads out is a warning", async () => {
  const folder = folderOf({ "run/a.log": "", "secret/key": "" });
  symlinkSync("a.log", join(folder, "run/inside"));
  symlinkSync("../secret", join(folder, "run/outside"));
  symlinkSync("nowhere", join(folder, "run/broken"));
  symlinkSync("..", join(folder, "run/loop"));
  const { paths, problems } = await pathsIn([join(folder, "run")]);
  expect(paths).toEqual(["run/a.log"]);
  expect(problems).toEqual([
    ["run/broken", "link.broken", "warning"],
    ["run/inside", "link.inside", "info"],
    ["run/loop", "link.outside", "warning"],
    ["run/outside", "link.outside", "warning"],
  ]);
});

test("what is missing, unreadable or no regular file is a problem, and the rest is read", async () => {
  const folder = folderOf({ "run/a.log": "", "run/closed/b.log": "" });
  Bun.spawnSync(["mkfifo", join(folder, "run/pipe")]);
  chmodSync(join(folder, "run/closed"), 0);
  const { paths, problems } = await pathsIn([join(folder, "run"), join(folder, "gone")]);
  chmodSync(join(folder, "run/closed"), 0o700);
  // The superuser may read everything.
  const mayReadAll = process.getuid?.() === 0;
  expect(paths).toEqual(mayReadAll ? ["run/a.log", "run/closed/b.log"] : ["run/a.log"]);
  expect(problems).toContainEqual(["run/pipe", "file.special", "warning"]);
  expect(problems).toContainEqual(["gone", "file.unreadable", "error"]);
  if (!mayReadAll) expect(problems).toContainEqual(["run/closed", "folder.unreadable", "error"]);
});

test("a file is skipped for the caller's reason, which sees its head", async () => {
  const folder = folderOf({ "a.db": "bundle", "b.log": "log" });
  const skip = (_: string, head: Uint8Array) => (head[0] === 0x62 ? "it is a bundle" : null);
  const messages: string[] = [];
  const found = await lookAt([folder], () => {}, optionsOf({ skip }));
  for (const { message } of found) messages.push(message);
  expect(messages).toHaveLength(1);
  expect(messages[0]).toEndWith('/a.db" was skipped: it is a bundle.');
});

test("a folder of many files leaves no file open", async () => {
  const folder = folderOf();
  mkdirSync(join(folder, "many"));
  for (let i = 0; i < 3000; i++) writeFileSync(join(folder, "many", `${i}.log`), "x\n");
  let count = 0;
  await lookAt([join(folder, "many")], async (artifact) => {
    await artifact.drain();
    count++;
  });
  expect(count).toBe(3000);
  expect([...new Bun.Glob("*").scanSync({ cwd: "/proc/self/fd", onlyFiles: false })].length).toBeLessThan(200);
});
