import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { version } from "../../package.json";
import { queryChildArgument } from "../../src/bundle/untrusted/protocol.ts";
import { dbundle, sourceProgram, temporaryFolder } from "../support/program.ts";

const cwd = import.meta.dir;

describe("the program", () => {
  test.each(["--version", "-V"])("says its version for %s", async (word) => {
    expect(await dbundle([word], { cwd })).toEqual({ code: 0, out: `${version}\n`, err: "" });
  });

  test.each([[["--help"]], [["-h"]], [["help"]]])("lists its commands for %p", async (words) => {
    const { code, out, err } = await dbundle(words, { cwd });
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/\n {2}create +Make a bundle out of folders and files\.\n/);
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test("without a command lists them too, as an error", async () => {
    const { code, out, err } = await dbundle([], { cwd });
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain("Commands");
  });

  test.each([
    [["creat", "x"], 2, 'dbundle: Unknown command "creat". Did you mean create?\n'],
    [["toString"], 2, 'dbundle: Unknown command "toString". See `dbundle --help`.\n'],
    [["info", "--jsno", "x"], 2, "dbundle: Unknown option --jsno. Did you mean --json?\n"],
    [["info"], 2, "dbundle: BUNDLE is missing. See `dbundle info --help`.\n"],
    [["--verison"], 2, "dbundle: A command is missing before --verison. Did you mean --version?\n"],
    [["info", "nowhere.db"], 1, 'dbundle: There is no file "nowhere.db".\n'],
    [
      ["info", import.meta.path],
      3,
      `dbundle: Cannot open bundle "${import.meta.path}": it is not a SQLite database; \`dbundle create\` makes a bundle of it.\n`,
    ],
  ])("ends %p with %d and one line", async (words, code, err) => {
    expect(await dbundle(words, { cwd })).toEqual({ code, out: "", err });
  });

  test("shows the stack only when it is asked to", async () => {
    const { code, err } = await dbundle(["info", "nowhere.db", "--debug"], { cwd });
    expect(code).toBe(1);
    expect(err).toContain("UserError");
    expect(err).toContain("open.ts");
  });

  test("tells machines of an error as an event", async () => {
    const { code, err } = await dbundle(["--log-format", "json", "info", "nowhere.db"], { cwd });
    expect(code).toBe(1);
    expect(JSON.parse(err)).toMatchObject({
      level: "ERROR",
      event: "debug_bundle.error",
      context: { operation: "info", error: 'There is no file "nowhere.db".' },
    });
  });

  test("shows what steers a terminal as an escape", async () => {
    const { err } = await dbundle(["info", "a\x1b[2Jb.db"], { cwd });
    expect(err).toBe('dbundle: There is no file "a\\x1b[2Jb.db".\n');
  });

  test("begins as a query child by the argument that the room gives it", async () => {
    const { code, out, err } = await dbundle([queryChildArgument], { cwd });
    expect({ code, out, err }).toEqual({ code: 0, out: "", err: "" });
  });

  test("ends well when the reader of its output leaves", async () => {
    const command = `${sourceProgram.map((word) => `'${word}'`).join(" ")} schema | head -c 1; echo " $\{PIPESTATUS[0]}"`;
    const child = Bun.spawn(["bash", "-c", command], { cwd, stdout: "pipe", stderr: "pipe" });
    expect([await new Response(child.stdout).text(), await new Response(child.stderr).text()]).toEqual(["G 0\n", ""]);
  });
});

describe("a signal", () => {
  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s leaves nothing half-done and ends with %d", async (signal, code) => {
    using folder = temporaryFolder();
    using temporary = temporaryFolder();
    const child = Bun.spawn([...sourceProgram, "create", "-", "-o", "out.db", "--log-format", "json"], {
      cwd: folder.path,
      env: { ...process.env, TMPDIR: temporary.path },
      stdin: "pipe",
      stdout: "ignore",
      stderr: "ignore",
    });
    const line = `${JSON.stringify({ timestamp: "2026-03-01T10:00:00Z", level: "INFO", logger: "a", message: "x" })}\n`;
    child.stdin.write(line.repeat(50_000));
    await child.stdin.flush();
    await appears(folder.path, ".dbundle-partial-*");
    child.kill(signal);
    expect(await child.exited).toBe(code);
    expect([...new Bun.Glob("**").scanSync({ cwd: folder.path, dot: true })]).toEqual([]);
    expect([...new Bun.Glob("**").scanSync({ cwd: temporary.path, dot: true, onlyFiles: false })]).toEqual([]);
  });
});

async function appears(folder: string, pattern: string): Promise<void> {
  const glob = new Bun.Glob(pattern);
  while ([...glob.scanSync({ cwd: join(folder), dot: true })].length === 0) await new Promise(setImmediate);
}

test("an error that is no mistake of the user says so in one line, without a stack", async () => {
  const failure = join(import.meta.dir, "../../src/commands/line/failure.ts");
  const script = `const { reportFailure } = await import(${JSON.stringify(failure)}); process.exitCode = reportFailure(new TypeError("x is not a function"), ["info"]);`;
  const child = Bun.spawn([process.execPath, "-e", script], { stdout: "pipe", stderr: "pipe" });
  const err = await new Response(child.stderr).text();
  expect([await child.exited, err]).toEqual([
    1,
    "dbundle: x is not a function\nThis is a bug in dbundle; run again with --debug to see where.\n",
  ]);
});
