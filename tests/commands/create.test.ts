import { describe, expect, test } from "bun:test";
import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exampleFolder } from "../support/example.ts";
import { dbundle, temporaryFolder } from "../support/program.ts";

const logLine =
  '{"timestamp":"2026-03-01T10:00:00+00:00","level":"INFO","logger":"a","event":"e","message":"m","context":{}}\n';

describe("create", () => {
  test("names each source, its importer, rows and issues, and what to do next", async () => {
    using folder = await exampleFolder();
    const { code, out, err } = await dbundle(["create", "shard-1"], { cwd: folder.path });
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/shard-1\/session\.jsonl +wink-session +19 +0 +imported/);
    expect(out).toMatch(/shard-1\/session\.log +wink-log +10 +0 +imported/);
    expect(out).toMatch(/shard-1\/workspace\.zip +wink-archive +1 +0 +imported/);
    expect(out).toMatch(
      /\nshard-1\/bundle\.db: 3 sources, 30 rows, 0 issues, .+\nNext: dbundle info shard-1\/bundle\.db\n$/,
    );
    expect(existsSync(join(folder.path, "shard-1/bundle.db"))).toBeTrue();
  });

  test("leaves out what it wrote before", async () => {
    using folder = await exampleFolder();
    const around = { cwd: folder.path };
    await dbundle(["create", "shard-1"], around);
    const refused = await dbundle(["create", "shard-1"], around);
    expect([refused.code, refused.err]).toEqual([
      1,
      'dbundle: Cannot write "shard-1/bundle.db": the file exists. Use --force to replace it.\n',
    ]);
    const again = await dbundle(["create", "shard-1", "--force", "--json"], around);
    expect(again.code).toBe(0);
    expect(JSON.parse(again.out).sources).toHaveLength(3);
  });

  test("tells of what nothing reads once, with how many more there are", async () => {
    using folder = await exampleFolder();
    for (const name of ["a", "b", "c"]) writeFileSync(join(folder.path, "shard-1", `${name}.txt`), name);
    const { err } = await dbundle(["create", "shard-1"], { cwd: folder.path });
    expect(err).toBe(
      'info: shard-1/a.txt: No importer knows what this is; its bytes are kept. (and 2 more like it)\nAll of them: dbundle query shard-1/bundle.db "SELECT * FROM import_issues"\n',
    );
  });

  test("names what is missing without the system's words", async () => {
    using folder = temporaryFolder();
    const { code, err } = await dbundle(["create", "nothing-here"], { cwd: folder.path });
    expect([code, err]).toEqual([1, 'dbundle: Cannot read the file "nothing-here": there is nothing there.\n']);
  });

  test("does not take an empty path for the current folder", async () => {
    using folder = await exampleFolder();
    const { code, err } = await dbundle(["create", "", "-o", "b.db"], { cwd: folder.path });
    expect([code, err]).toEqual([2, "dbundle: PATH is empty. Is a variable of the shell not set?\n"]);
    expect(existsSync(join(folder.path, "b.db"))).toBeFalse();
  });

  test("does not take a folder for its output", async () => {
    using folder = await exampleFolder();
    const { code, err } = await dbundle(["create", "shard-1", "--force", "-o", "shard-2"], { cwd: folder.path });
    expect([code, err]).toEqual([1, 'dbundle: Cannot write "shard-2": it is a folder.\n']);
  });

  test("reports in JSON with keys that stay", async () => {
    using folder = await exampleFolder();
    const { out, err } = await dbundle(["create", "shard-2", "-o", "b.db", "--json"], { cwd: folder.path });
    const report: unknown = JSON.parse(out);
    expect(err).toBe("");
    expect(report).toMatchObject({
      output: "b.db",
      source_directory: "shard-2",
      row_count: 35,
      issue_count: 0,
      issues: [],
    });
    expect(report).toHaveProperty("sources.0.size_bytes");
  });

  test("reads files as what the user says they are", async () => {
    using folder = await exampleFolder();
    writeFileSync(join(folder.path, "odd.txt"), '{"message":"only this"}\n');
    const words = ["create", "--logs", "odd.txt", "--session", "shard-1/session.jsonl", "-o", "b.db", "--json"];
    const { code, out } = await dbundle(words, { cwd: folder.path });
    const sources: { path: string; importer: string }[] = JSON.parse(out).sources;
    expect(code).toBe(0);
    expect(sources.map(({ path, importer }) => [path, importer]).sort()).toEqual([
      ["odd.txt", "wink-log"],
      ["shard-1/session.jsonl", "wink-session"],
    ]);
  });

  test("reads standard input", async () => {
    using folder = temporaryFolder();
    const { code, out } = await dbundle(["create", "-", "-o", "in.db", "--json"], {
      cwd: folder.path,
      stdin: logLine.repeat(3),
    });
    expect(code).toBe(0);
    expect(JSON.parse(out).sources).toMatchObject([{ path: "stdin", importer: "wink-log", row_count: 3 }]);
  });

  test("shows what it could not read on standard error, and with --strict ends with 4", async () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, "run.log"), `${logLine}{"timestamp": broken\n${logLine}`);
    const around = { cwd: folder.path };
    const { code, out, err } = await dbundle(["create", "run.log", "-o", "a.db"], around);
    expect(code).toBe(0);
    expect(out).toContain("1 issue,");
    expect(err).toMatch(/^data_loss: run\.log:2: .+\n$/);
    const strict = await dbundle(["create", "run.log", "-o", "b.db", "--strict"], around);
    expect(strict.code).toBe(4);
    expect(existsSync(join(folder.path, "b.db"))).toBeTrue();
  });

  test("says of a bundle that merge takes it, and of unknown files that each can be named", async () => {
    using folder = await exampleFolder();
    const around = { cwd: folder.path };
    await dbundle(["create", "shard-1", "-o", "a.db"], around);
    const again = await dbundle(["create", "a.db", "-o", "b.db"], around);
    expect([again.code, again.out]).toEqual([1, ""]);
    expect(again.err).toContain('"a.db" was skipped: it is a bundle (merge takes bundles).');
    mkdirSync(join(folder.path, "other"));
    writeFileSync(join(folder.path, "other/notes.txt"), "of nobody");
    const folderOnly = await dbundle(["create", "other", "-o", "b.db"], around);
    expect(folderOnly.err).toContain("A file that is named itself is kept, whatever it is.");
    const named = await dbundle(["create", "other/notes.txt", "-o", "b.db"], around);
    expect([named.code, named.out]).toEqual([0, expect.stringContaining("b.db: 1 source, ")]);
  });

  test("counts also what shows only when all is put together, as info does", async () => {
    using folder = temporaryFolder();
    const session = join(folder.path, "all/sessions/conv");
    mkdirSync(session, { recursive: true });
    const fixtures = join(import.meta.dir, "../fixtures");
    cpSync(join(fixtures, "bind-session-log/two-containers.log"), join(session, "session.log"));
    cpSync(join(fixtures, "bind-session-metadata/restarted.json"), join(session, "session_metadata.json"));
    cpSync(join(fixtures, "bind-artifact-store/one-artifact-two-links.db"), join(folder.path, "all/artifacts.db"));
    const around = { cwd: folder.path };
    const made = JSON.parse((await dbundle(["create", "all", "-o", "a.db", "--json"], around)).out);
    const held = JSON.parse((await dbundle(["info", "a.db", "--json"], around)).out);
    expect(made.issue_count).toBeGreaterThan(0);
    expect(made.issue_count).toBe(held.issue_count);
  });

  test("writes nothing when nothing is recognised", async () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, "a.bin"), "\0\0\0");
    const { code, err } = await dbundle(["create", "."], { cwd: folder.path });
    expect(code).toBe(1);
    expect(err).toStartWith('dbundle: No artifacts found in ".".');
    expect(readdirSync(folder.path)).toEqual(["a.bin"]);
  });

  test.each([
    [["create"], 2, "dbundle: PATH is missing: name folders or files to read, or - for standard input.\n"],
    [["create", "-"], 2, "dbundle: Standard input has no folder to write to: name the bundle with --output FILE.\n"],
    [["create", ".", "--tag", "novalue"], 2, 'dbundle: --tag cannot be "novalue": it is KEY=VALUE.\n'],
    [["create", ".", "--tag", "a=1", "--tag", "a=2"], 2, "dbundle: --tag a was given twice.\n"],
  ])("refuses %p", async (words, code, err) => {
    using folder = temporaryFolder();
    expect(await dbundle(words, { cwd: folder.path, stdin: "" })).toEqual({ code, out: "", err });
  });

  test("tells machines what goes on, with the names that they know", async () => {
    using folder = await exampleFolder();
    writeFileSync(join(folder.path, "shard-1/more.log"), `${logLine}nonsense\n`);
    const { err } = await dbundle(["create", "shard-1", "--log-format", "json"], { cwd: folder.path });
    const events: { event: string; level: string; context: Record<string, unknown> }[] = err
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    const told: Record<string, unknown>[] = events.map(({ event, level, context }) => ({ event, level, ...context }));
    expect(told).toContainEqual(
      expect.objectContaining({
        event: "debug_bundle.create",
        level: "INFO",
        path: "shard-1/bundle.db",
        source_directory: "shard-1",
      }),
    );
    expect(told).toContainEqual({
      event: "debug_bundle.import_snapshot",
      level: "DEBUG",
      path: "shard-1/session.jsonl",
      importer: "wink-session",
      session_count: 1,
      slice_count: 4,
    });
    expect(told).toContainEqual(
      expect.objectContaining({ event: "debug_bundle.import_logs", path: "shard-1/session.log", record_count: 10 }),
    );
    expect(told).toContainEqual(
      expect.objectContaining({ event: "debug_bundle.import_archive", path: "shard-1/workspace.zip", file_count: 1 }),
    );
    expect(told).toContainEqual(
      expect.objectContaining({
        event: "debug_bundle.import_error",
        level: "WARNING",
        path: "shard-1/more.log",
        line: 2,
      }),
    );
  });
});

describe("import and merge", () => {
  test("importing what is there already changes nothing", async () => {
    using folder = await exampleFolder();
    const around = { cwd: folder.path };
    await dbundle(["create", "shard-1", "-o", "a.db"], around);
    const digest = async () => JSON.parse((await dbundle(["info", "a.db", "--json"], around)).out).content_digest;
    const before = await digest();
    const { code, out } = await dbundle(["import", "a.db", "shard-1"], around);
    expect(code).toBe(0);
    expect(out).toContain("known");
    expect(await digest()).toBe(before);
  });

  test("two shards merged are what both hold", async () => {
    using folder = await exampleFolder();
    const around = { cwd: folder.path };
    await dbundle(["create", "shard-1", "-o", "a.db"], around);
    await dbundle(["create", "shard-2", "-o", "b.db"], around);
    const { code, out } = await dbundle(["merge", "a.db", "b.db"], around);
    expect(code).toBe(0);
    expect(out).toMatch(/^merged\.db: 2 bundles, 6 sources, .+\nNext: dbundle info merged\.db\n$/);
    const json = await dbundle(["merge", "a.db", "b.db", "-f", "--json"], around);
    expect(JSON.parse(json.out)).toMatchObject({
      output: "merged.db",
      bundle_count: 2,
      source_count: 6,
      conflict_count: 0,
    });
  });
});
