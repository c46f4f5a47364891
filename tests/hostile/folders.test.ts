// Folders that no program should have made: what can be read is read, and everything else is a row of import_issues.

import { Database } from "bun:sqlite";
import { afterAll, beforeAll, expect, test } from "bun:test";
import { appendFileSync, chmodSync, mkdirSync, symlinkSync, truncateSync, unlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { extract } from "../../src/operations/extract.ts";
import { logLine } from "../support/log-files.ts";
import { measured } from "../support/measured.ts";
import { folderOf, lookAt } from "../support/opening.ts";
import { temporaryFolder } from "../support/program.ts";

const folder = temporaryFolder();
const run = join(folder.path, "run");
const output = join(folder.path, "run.db");
let socket: Server | null = null;
/** The superuser may read everything. */
const mayReadAll = process.getuid?.() === 0;

beforeAll(async () => {
  mkdirSync(join(run, "closed"), { recursive: true });
  writeFileSync(join(run, "a.log"), `${logLine(1)}\n`);
  writeFileSync(bytes(run, "/b\xff\xe9.log"), `${logLine(2)}\n`);
  mkdirSync(bytes(run, "/sub\xfe"));
  writeFileSync(bytes(run, "/sub\xfe/c.log"), `${logLine(3)}\n`);
  symlinkSync("loop-2", join(run, "loop-1"));
  symlinkSync("loop-1", join(run, "loop-2"));
  Bun.spawnSync(["mkfifo", join(run, "pipe")]);
  socket = createServer().listen(join(run, "socket"));
  await new Promise((resolve) => socket?.once("listening", resolve));
  chmodSync(join(run, "closed"), 0);
  const deep = "n".repeat(250);
  const script = `for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do mkdir ${deep} && cd -P ${deep} || exit 1; done; echo deep > deep.txt`;
  expect(Bun.spawnSync(["sh", "-c", script], { cwd: run }).exitCode).toBe(0);
  const made = await measured(["create", ".", "-o", output], run);
  expect([made.code, /[^\n\x20-\uffff]/.test(made.err)]).toEqual([0, false]);
});
afterAll(() => {
  socket?.close();
  chmodSync(join(run, "closed"), 0o700);
  Bun.spawnSync(["rm", "-rf", run]);
  folder[Symbol.dispose]();
});

/** A path of which each character is one byte. */
function bytes(folder: string, rest: string): Buffer {
  return Buffer.concat([Buffer.from(folder), Buffer.from(rest, "latin1")]);
}

function ask(sql: string): unknown[] {
  using db = new Database(output, { readonly: true });
  return db.query(sql).values();
}

test("files whose names are no UTF-8 are read, and their bytes come back", async () => {
  expect(ask("SELECT path FROM bundle_sources ORDER BY path")).toEqual([
    ["a.log"],
    ["b\\xff\\xe9.log"],
    ["sub\\xfe/c.log"],
  ]);
  expect(ask("SELECT count(*) FROM logs")).toEqual([[3]]);
  const observer = { begins: () => undefined, bytes: () => undefined };
  const { files } = await extract({
    bundle: output,
    sources: [],
    output: join(folder.path, "out"),
    overwrite: "refuse",
    observer,
  });
  const texts = await Promise.all(files.map(({ writtenAs }) => Bun.file(join(folder.path, "out", writtenAs)).text()));
  expect(texts.sort()).toEqual([1, 2, 3].map((n) => `${logLine(n)}\n`).sort());
});

test("everything else is an issue that says why, without a path of the machine", () => {
  const issues = ask(
    "SELECT i.path, i.code, i.message FROM _bundle_issues AS i WHERE i.path NOT LIKE 'n%' ORDER BY i.path",
  );
  const closed = mayReadAll ? [] : [["closed", "folder.unreadable"]];
  expect(issues.map((row) => (row as string[]).slice(0, 2))).toEqual([
    ...closed,
    ["loop-1", "link.broken"],
    ["loop-2", "link.broken"],
    ["pipe", "file.special"],
    ["socket", "file.special"],
  ]);
  expect(
    ask("SELECT code, message LIKE '%longer than the system allows.' FROM _bundle_issues WHERE path LIKE 'n%'"),
  ).toEqual([["folder.unreadable", 1]]);
  expect(ask(`SELECT count(*) FROM _bundle_issues WHERE instr(message, '${folder.path}') > 0`)).toEqual([[0]]);
  expect(ask("SELECT count(*) FROM import_issues")).toEqual([[5 + closed.length]]);
});

test("a file that grows while it is read is read to the end that it had, and one that shrinks to its new one", async () => {
  const folder = folderOf({ "grows.log": "one\n", "shrinks.log": "1\n".repeat(2_000_000), "still.log": "still\n" });
  const read: Record<string, number> = {};
  const problems = await lookAt([folder], async (artifact) => {
    const path = join(folder, artifact.path.split("/").at(-1) ?? "");
    if (path.endsWith("grows.log")) appendFileSync(path, "two\n".repeat(1000));
    if (path.endsWith("shrinks.log")) truncateSync(path, 1_000_000);
    await artifact.drain();
    read[artifact.path.split("/").at(-1) ?? ""] = artifact.digest().sizeBytes;
  });
  expect(read).toEqual({ "grows.log": 4, "shrinks.log": 1_000_000, "still.log": 6 });
  expect(problems.map(({ path, code }) => [path.split("/").at(-1), code])).toEqual([
    ["grows.log", "file.changed"],
    ["shrinks.log", "file.changed"],
  ]);
});

test("what is gone, a folder or a pipe when its turn comes is told, and the next file is read", async () => {
  const folder = folderOf({ "a.log": "", "b.log": "", "c.log": "", "d.log": "", "e.log": "" });
  const read: string[] = [];
  const problems = await lookAt([folder], ({ path }) => {
    read.push(path.split("/").at(-1) ?? "");
    if (!path.endsWith("a.log")) return;
    for (const name of ["b", "c", "d"]) unlinkSync(join(folder, `${name}.log`));
    mkdirSync(join(folder, "c.log"));
    Bun.spawnSync(["mkfifo", join(folder, "d.log")]);
  });
  expect(read).toEqual(["a.log", "e.log"]);
  expect(problems.map(({ code, message }) => [code, /: (.*)\.$/.exec(message)?.[1]])).toEqual([
    ["file.unreadable", "there is nothing there"],
    ["file.unreadable", "it is no regular file by now"],
    ["file.unreadable", "it is no regular file by now"],
  ]);
});
