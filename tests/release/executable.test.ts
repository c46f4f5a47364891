import { describe, expect, test } from "bun:test";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { version } from "../../package.json";
import { exampleFolder } from "../support/example.ts";
import { binaryProgram, dbundle, temporaryFolder } from "../support/program.ts";

const program = binaryProgram ?? [];
const released = binaryProgram === null ? test.skip : test;
const why = binaryProgram === null ? " (dist/dbundle is older than the source, or missing)" : "";

describe("the executable", () => {
  released(`does the main job from artifacts to a merged bundle and back${why}`, async () => {
    using folder = await exampleFolder();
    const run = (...words: string[]) => dbundle(words, { cwd: folder.path, program });
    expect(await run("create", "shard-1", "-o", "a.db")).toMatchObject({ code: 0, err: "" });
    expect(await run("create", "shard-2", "-o", "b.db")).toMatchObject({ code: 0, err: "" });
    expect(await run("merge", "a.db", "b.db", "-o", "run.db")).toMatchObject({ code: 0, err: "" });
    expect(JSON.parse((await run("info", "run.db", "--json")).out)).toMatchObject({
      session_count: 2,
      log_count: 22,
      tool_failure_count: 3,
    });
    const sql = "SELECT tool_name, count(*) AS failures FROM tool_invocations WHERE result_success = 0 GROUP BY 1";
    const asked = await run("query", "run.db", sql, "--format", "csv");
    expect(asked).toEqual({ code: 0, out: "tool_name,failures\nrun_tests,3\n", err: "" });
    expect(await run("export", "run.db", "logs", "--format", "ndjson", "-o", "logs.ndjson")).toMatchObject({ code: 0 });
    expect(readFileSync(join(folder.path, "logs.ndjson"), "utf8").trim().split("\n")).toHaveLength(22);
    expect(await run("extract", "run.db", "-o", "out")).toMatchObject({ code: 0 });
    const back = [...new Bun.Glob("**/session.jsonl").scanSync(join(folder.path, "out"))];
    expect(back).toHaveLength(2);
    const originals = ["shard-1", "shard-2"].map((shard) =>
      readFileSync(join(folder.path, shard, "session.jsonl"), "utf8"),
    );
    expect(back.map((path) => readFileSync(join(folder.path, "out", path), "utf8")).sort()).toEqual(originals.sort());
    expect(await run("verify", "run.db")).toMatchObject({ code: 0 });
  });

  released(`says its version and help, and ends as the source does${why}`, async () => {
    using folder = temporaryFolder();
    const run = (...words: string[]) => dbundle(words, { cwd: folder.path, program });
    expect(await run("--version")).toEqual({ code: 0, out: `${version}\n`, err: "" });
    expect((await run("--help")).out).toContain("Make a bundle out of folders and files.");
    expect(await run("creat")).toMatchObject({
      code: 2,
      err: 'dbundle: Unknown command "creat". Did you mean create?\n',
    });
    expect(await run("info", "nowhere.db")).toMatchObject({ code: 1 });
    writeFileSync(join(folder.path, "text.db"), "no database");
    expect(await run("info", "text.db")).toMatchObject({ code: 3 });
  });

  released(`reads and runs nothing of the folder that it is started in${why}`, async () => {
    using folder = await exampleFolder();
    layTraps(folder.path);
    const run = (...words: string[]) => dbundle(words, { cwd: folder.path, program });
    for (const words of [
      ["--help"],
      ["--version"],
      ["create", "shard-1", "-o", "a.db"],
      ["info", "a.db"],
      ["schema", "a.db"],
      ["query", "a.db", "SELECT count(*) FROM logs"],
      ["export", "a.db", "logs", "-o", "logs.csv"],
    ]) {
      const { code, out, err } = await run(...words);
      expect([words[0], code]).toEqual([words[0], 0]);
      expect(out + err).not.toContain("sprung");
    }
    expect(readdirSync(folder.path).filter((name) => name.startsWith("sprung"))).toEqual([]);
    expect(existsSync(join(folder.path, "node_modules/.cache"))).toBeFalse();
  });

  released(`is not steered by the variables of a hostile .env${why}`, async () => {
    using folder = await exampleFolder();
    layTraps(folder.path);
    const { code, out } = await dbundle(["info", "nowhere.db", "--json"], { cwd: folder.path, program });
    expect([code, out]).toEqual([1, ""]);
    const coloured = await dbundle(["formats"], { cwd: folder.path, program, env: { NO_COLOR: "" } });
    expect(coloured.out).not.toContain("\x1b");
  });
});

/** Files that would run code or change settings, were they loaded. */
function layTraps(folder: string): void {
  const spring = `require("node:fs").writeFileSync(${JSON.stringify(join(folder, "sprung"))}, ""); console.log("sprung");\n`;
  writeFileSync(join(folder, "trap.js"), spring);
  writeFileSync(
    join(folder, "bunfig.toml"),
    'preload = ["./trap.js"]\nlogLevel = "debug"\n[test]\npreload = ["./trap.js"]\n',
  );
  writeFileSync(
    join(folder, ".env"),
    "FORCE_COLOR=1\nBUN_INSPECT=ws://localhost:1/\nNODE_OPTIONS=--require=./trap.js\n",
  );
  writeFileSync(join(folder, "package.json"), '{"type":"commonjs","imports":{"citty":"./trap.js"},"main":"./trap.js"}');
  writeFileSync(join(folder, "tsconfig.json"), '{"compilerOptions":{"paths":{"*":["./trap.js"]},"jsx":"broken"}}');
  for (const name of ["citty", "jszip", "valibot", "consola"]) {
    mkdirSync(join(folder, "node_modules", name), { recursive: true });
    writeFileSync(join(folder, "node_modules", name, "index.js"), spring);
    writeFileSync(join(folder, "node_modules", name, "package.json"), `{"name":"${name}","main":"index.js"}`);
  }
}
