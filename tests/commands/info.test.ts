import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { exampleFolder } from "../support/example.ts";
import { dbundle } from "../support/program.ts";

let folder: Awaited<ReturnType<typeof exampleFolder>>;
const run = (...words: string[]) => dbundle(words, { cwd: folder.path });

beforeAll(async () => {
  folder = await exampleFolder();
  await run("create", "shard-1", "shard-2", "-o", "run.db", "-d", "Two shards", "-t", "pr=7", "-t", "job=nightly");
});
afterAll(() => folder[Symbol.dispose]());

describe("info", () => {
  test("has the numbers of the bundle under keys that stay", async () => {
    const { code, out } = await run("info", "run.db", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      path: "run.db",
      description: "Two shards",
      tags: { pr: "7", job: "nightly" },
      fidelity: "lossless",
      bundle_count: 1,
      source_count: 6,
      session_count: 2,
      run_count: 2,
      log_count: 22,
      event_count: 13,
      tool_invocation_count: 9,
      tool_success_count: 6,
      tool_failure_count: 3,
      prompt_event_count: 4,
      prompt_render_count: 2,
      prompt_execution_count: 2,
      file_count: 3,
      issue_count: 0,
      conflict_count: 0,
      total_input_tokens: 1800 * 2 + 350 * 9,
      total_output_tokens: 240 * 2 + 60 * 9,
      first_at: "2026-03-01T10:00:00.000000Z",
    });
    expect(JSON.parse(out).content_digest).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.parse(out).size_bytes).toBe(Bun.file(`${folder.path}/run.db`).size);
  });

  test("shows people sessions, numbers, failures and sources", async () => {
    const { out } = await run("info", "run.db");
    expect(out).toMatch(
      /^Bundle: run\.db \(.+\)\nCreated: .+ by dbundle .+\nDescription: Two shards\nTags: pr=7, job=nightly\n/,
    );
    expect(out).toContain("\nSessions: 2\n  7d5c1f8e-0b43-4a9e-9c55-2f6f6e1d0a01  4 tools, 1 failed, 3,680 tokens\n");
    expect(out).toContain("  Log records:      22\n  Tool invocations: 9 (6 ok, 3 failed)\n");
    expect(out).toContain("  Total tokens:     7,770 (6,750 in, 1,020 out)\n");
    expect(out).toMatch(/ 3x {2}tool +1 of 12 tests failed/);
  });

  test("puts children below their parents and a ring of parents in once", async () => {
    const type = "shop:Plan";
    const snapshot = (id: string, parent: string | null) =>
      JSON.stringify({
        version: "1",
        created_at: "2026-03-01T10:00:00+00:00",
        parent_id: parent,
        children_ids: [],
        tags: { session_id: id },
        policies: {},
        slices: [{ slice_type: type, item_type: type, items: [{ __type__: type }] }],
      });
    const lines = [
      snapshot("root", null),
      snapshot("child", "root"),
      snapshot("ring-a", "ring-b"),
      snapshot("ring-b", "ring-a"),
    ];
    await Bun.write(`${folder.path}/tree.jsonl`, `${lines.join("\n")}\n`);
    await run("create", "tree.jsonl", "-o", "tree.db");
    const { out } = await run("info", "tree.db");
    expect(out).toMatch(/Sessions: 4\n {2}root\b.*\n {2}└─ child\b.*\n {2}ring-a\b.*\n {2}ring-b\b/);
  });
});

describe("schema", () => {
  test("tells all that a query needs: tables, columns, what NULL means, and examples", async () => {
    const { code, out } = await run("schema", "--json");
    const schema = JSON.parse(out);
    expect(code).toBe(0);
    const tools = schema.tables.find(({ name }: { name: string }) => name === "tool_invocations");
    expect(tools).toMatchObject({ key: ["id"], row_count: null });
    expect(tools.columns).toContainEqual({ name: "result_success", comment: "1 succeeded, 0 failed, NULL not said" });
    expect(schema.questions.length).toBeGreaterThan(15);
  });

  test("counts the rows of a bundle and names the tables without any", async () => {
    const { out } = await run("schema", "run.db");
    expect(out).toContain("\nlogs (22 rows)  key: id\n");
    expect(out).toMatch(/\nWithout rows in this bundle\n {2}.*\bspans\b/);
  });

  test("as SQL is what SQLite takes", async () => {
    const { out } = await run("schema", "--format", "sql");
    expect(out).toStartWith("CREATE VIEW bundle_meta AS\n-- The bundle itself: one row.\n");
    expect(out).toContain("-- What went wrong, and how often?\n");
  });
});

test("formats lists every importer with its page", async () => {
  const { out } = await run("formats", "--json");
  expect(JSON.parse(out)).toContainEqual({
    id: "wink-log",
    title: expect.any(String),
    version: expect.any(Number),
    spec: "docs/formats/wink-log.md",
  });
});

describe("completions", () => {
  test("of bash know commands, options and words of options", async () => {
    const { out } = await run("completions", "bash");
    await Bun.write(`${folder.path}/dbundle.bash`, out);
    const complete = async (...words: string[]) => {
      const script = `source dbundle.bash; COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}; _dbundle; printf '%s\\n' "$\{COMPREPLY[@]}"`;
      const child = Bun.spawn(["bash", "--norc", "-c", script], { cwd: folder.path, stdout: "pipe", stderr: "pipe" });
      return (await new Response(child.stdout).text()).trim().split("\n");
    };
    expect(await complete("dbundle", "cre")).toEqual(["create"]);
    expect(await complete("dbundle", "create", "--max-e")).toEqual(["--max-entry", "--max-entries"]);
    expect(await complete("dbundle", "create", "--search", "")).toEqual(["default", "full", "none"]);
    expect(await complete("dbundle", "completions", "f")).toEqual(["fish"]);
    expect(await complete("dbundle", "info", "run")).toEqual(["run.db"]);
  });

  test.each(["zsh", "fish"])("of %s name every option of create", async (shell) => {
    const { code, out } = await run("completions", shell);
    expect(code).toBe(0);
    expect(out).toContain("max-json-depth");
  });
});
