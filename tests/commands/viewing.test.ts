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
