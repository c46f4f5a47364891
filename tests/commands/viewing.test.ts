// What the viewing commands print, for people and for programs.

import { describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { exampleFolder } from "../support/example.ts";
import { dbundle } from "../support/program.ts";

async function example() {
  const folder = await exampleFolder();
  await dbundle(["create", "shard-1", "-o", "b.db"], { cwd: folder.path });
  return folder;
}

describe("viewing", () => {
  test("every list says how many rows there are, and is JSON with the same number when asked", async () => {
    using folder = await example();
    for (const [command, key] of [
      ["sessions", "sessions"],
      ["runs", "runs"],
      ["conversations", "conversations"],
      ["timeline", "timeline"],
      ["errors", "errors"],
      ["logs", "logs"],
    ] as const) {
      const text = await dbundle([command, "b.db"], { cwd: folder.path });
      expect([text.code, text.err]).toEqual([0, ""]);
      const json = await dbundle([command, "b.db", "--json"], { cwd: folder.path });
      const answer = JSON.parse(json.out);
      expect(answer[key]).toHaveLength(answer.total);
      expect(text.out).toMatch(new RegExp(`(^|\\n)${answer.total} (session|run|conversation|row|error|record)s?\\n`));
    }
  });

  test("a limit says how much more there is and how to see it", async () => {
    using folder = await example();
    const { out } = await dbundle(["logs", "b.db", "--limit", "2"], { cwd: folder.path });
    expect(out).toMatch(/\n2 of 10 records; --limit 100 shows more, --limit 0 all\n/);
    const all = await dbundle(["logs", "b.db", "--limit", "0", "--json"], { cwd: folder.path });
    expect(JSON.parse(all.out).logs).toHaveLength(10);
  });

  test("the original that the timeline names is what raw shows", async () => {
    using folder = await example();
    const { out } = await dbundle(["timeline", "b.db"], { cwd: folder.path });
    const [, line = ""] = /dbundle (raw b\.db \S+)/.exec(out) ?? [];
    const raw = await dbundle(line.split(" "), { cwd: folder.path });
    expect([raw.code, raw.err]).toEqual([0, ""]);
    expect(raw.out.length).toBeGreaterThan(0);
  });

  test("a session is shown by the beginning of its id, and a wrong word is answered with what would do", async () => {
    using folder = await example();
    const { out } = await dbundle(["sessions", "b.db", "--json"], { cwd: folder.path });
    const id: string = JSON.parse(out).sessions[0].session_id;
    const shown = await dbundle(["sessions", "b.db", "show", id.slice(0, 6)], { cwd: folder.path });
    expect(shown.out).toStartWith(`Session: ${id}\n`);
    const wrong = await dbundle(["sessions", "b.db", "sho", id], { cwd: folder.path });
    expect([wrong.code, wrong.out]).toEqual([2, ""]);
    const late = await dbundle(["logs", "b.db", "--since", "yesterday"], { cwd: folder.path });
    expect(late.code).toBe(2);
    expect(late.err).toContain('--since cannot be "yesterday"');
  });
});

describe("what to do next", () => {
  test("leads from info to what failed first, around it, and to its original", async () => {
    using folder = await example();
    const around = { cwd: folder.path };
    const hinted = async (line: string, label: string) => {
      const { code, out } = await dbundle(line.split(" "), around);
      expect(code).toBe(0);
      const next = new RegExp(`^${label}: dbundle (.+)$`, "m").exec(out)?.[1];
      return next ?? `no ${label} in: ${out}`;
    };
    const errors = await hinted("info b.db", "Next");
    expect(errors).toBe("errors b.db --oldest");
    const timeline = await hinted(errors, "Around it");
    expect(timeline).toStartWith("timeline b.db --session ");
    const { out } = await dbundle((await hinted(timeline, 'Original of "run_tests"')).split(" "), around);
    expect(out).toContain("1 of 12 tests failed");
  });

  test("leads from the lists to one of them", async () => {
    using folder = await example();
    const around = { cwd: folder.path };
    for (const list of ["sessions", "runs"]) {
      const { out } = await dbundle([list, "b.db"], around);
      const next = /^Next: dbundle (.+)$/m.exec(out)?.[1] ?? "";
      expect(next).toStartWith(`${list} b.db show `);
      const one = await dbundle(next.split(" "), around);
      expect([one.code, one.out]).toEqual([0, expect.stringContaining("\nNext: dbundle timeline b.db --session ")]);
    }
  });
});

test("a run is chosen by the beginning of its id, and one that is not there is refused", async () => {
  using folder = await exampleFolder();
  const around = { cwd: folder.path };
  await dbundle(["create", "shard-1", "shard-2", "-o", "b.db"], around);
  for (const list of ["errors", "logs", "timeline", "sessions"]) {
    const whole = await dbundle([list, "b.db", "--run", "5a0e4c1b-6d7f-4b5e-8a34-9f2b1c7d3e02"], around);
    expect([whole.code, whole.err]).toEqual([0, ""]);
    const one = await dbundle([list, "b.db", "--run", "nowhere"], around);
    expect([one.code, one.out]).toEqual([1, ""]);
    expect(one.err).toStartWith('dbundle: No run is called "nowhere". There is "5a0e4c1b-');
    const both = await dbundle([list, "b.db", "--run", "5a0e"], around);
    expect(both.err).toStartWith('dbundle: "5a0e" begins the ids of 2 runs: ');
  }
  const run = await dbundle(["create", "shard-1", "-o", "one.db"], around);
  expect(run.code).toBe(0);
  const begun = await dbundle(["sessions", "one.db", "--run", "5a"], around);
  expect(begun.out).toContain("\n1 session\n");
});

test("a word in the wrong place is answered with the line that was meant", async () => {
  using folder = await example();
  const around = { cwd: folder.path };
  for (const list of ["sessions", "runs"]) {
    const late = await dbundle([list, "show", "b.db", "x"], around);
    expect(late.err).toBe(`dbundle: The bundle comes first: dbundle ${list} b.db show x\n`);
    const without = await dbundle([list, "b.db", "x"], around);
    expect(without.err).toEndWith(`To see one: dbundle ${list} b.db show x\n`);
  }
  const bare = await dbundle(["query", "b.db", "SELECT", "1"], around);
  expect(bare.err).toBe('dbundle: "1" is one argument too many. SQL stands in quotes. See `dbundle query --help`.\n');
});

test("info tells the cost that an orchestrator reports, apart from what the calls state", async () => {
  using folder = await exampleFolder();
  const around = { cwd: folder.path };
  const fixtures = join(import.meta.dir, "../fixtures/overstory-metrics-store");
  await dbundle(["create", fixtures, "-o", "b.db"], around);
  const sum = "SELECT round(sum(estimated_cost_usd), 2) AS cost FROM agent_metrics";
  const [{ cost }] = JSON.parse((await dbundle(["query", "b.db", sum, "--json"], around)).out);
  expect(cost).toBeGreaterThan(0);
  const { out } = await dbundle(["info", "b.db"], around);
  expect(out).toContain(`${cost.toFixed(2)} USD (see agent_metrics)`);
  expect(out).toContain("Total tokens:     not known");
  await dbundle(["create", "shard-1", "-o", "none.db"], around);
  expect((await dbundle(["info", "none.db"], around)).out).not.toContain("USD");
});

test("a port that there is not is refused as such", async () => {
  using folder = await example();
  const { code, err } = await dbundle(["serve", "b.db", "--no-open", "--port", "99999"], { cwd: folder.path });
  expect([code, err]).toEqual([2, 'dbundle: --port cannot be "99999": it is a number from 0 to 65535.\n']);
});

describe("purge", () => {
  test("says what would go and writes nothing without an output", async () => {
    using folder = await example();
    const none = await dbundle(["purge", "b.db"], { cwd: folder.path });
    expect([none.code, none.err]).toEqual([
      2,
      "dbundle: Nothing says which agents go: give --agent NAME, --state STATE or --all.\n",
    ]);
    const nobody = await dbundle(["purge", "b.db", "--agent", "nobody", "-o", "out.db"], { cwd: folder.path });
    expect([nobody.code, nobody.out]).toEqual([0, "No agent is meant: nothing goes.\n"]);
    expect(existsSync(join(folder.path, "out.db"))).toBeFalse();
  });
});

describe("extract --conversation", () => {
  test("writes a folder of which create makes a bundle with the same logs", async () => {
    using folder = await example();
    const { out } = await dbundle(["sessions", "b.db", "--json"], { cwd: folder.path });
    const id: string = JSON.parse(out).sessions[0].session_id;
    const around = { cwd: folder.path };
    const taken = await dbundle(["extract", "b.db", "--conversation", id, "-o", "one"], around);
    expect([taken.code, taken.err]).toEqual([0, ""]);
    expect((await dbundle(["create", "one", "-o", "again.db"], around)).code).toBe(0);
    const messages = async (bundle: string) => {
      const answer = JSON.parse((await dbundle(["logs", bundle, "--session", id, "--json"], around)).out);
      return answer.logs.map(({ timestamp, message }: { timestamp: string; message: string }) => [timestamp, message]);
    };
    expect(await messages("again.db")).toEqual(await messages("b.db"));
  });
});
