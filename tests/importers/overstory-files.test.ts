import { expect, test } from "bun:test";
import { Claim, type Importer } from "../../src/importers/importer.ts";
import { importers } from "../../src/importers/registry.ts";
import { RecordingWriter } from "../support/recording-writer.ts";
import { textArtifact } from "../support/text-artifact.ts";

/** What the importer that claims the text writes; the claim is by content alone. */
async function read(text: string): Promise<{ importer: string; into: RecordingWriter }> {
  const importer = winner(text);
  if (importer === undefined) throw new Error("Nobody claims the text.");
  const into = new RecordingWriter();
  await importer.read(textArtifact(text), into);
  return { importer: importer.id, into };
}

function winner(text: string): Importer | undefined {
  const claims = importers.map((importer) => ({ importer, claim: importer.sniff(textArtifact(text)) }));
  const best = claims.filter(({ claim }) => claim !== Claim.no).sort((a, b) => b.claim - a.claim);
  expect(best.filter(({ claim }) => claim === best[0]?.claim).length).toBeLessThan(2);
  return best[0]?.importer;
}

const agent = (fields: object) =>
  JSON.stringify({
    id: "s-1",
    agentName: "a",
    capability: "builder",
    worktreePath: "/w",
    branchName: "b",
    tmuxSession: "t",
    state: "working",
    ...fields,
  });

test("sessions.json gives agents, by beadId or taskId, also in its oldest shape", async () => {
  for (const task of [{ beadId: "x-1" }, { taskId: "x-1" }]) {
    const { importer, into } = await read(`[${agent(task)}]`);
    expect(importer).toBe("overstory-sessions-json");
    expect(into.of("agents")).toMatchObject([
      { session_id: "s-1", agent_name: "a", task_id: "x-1", run_id: null, escalation_level: null, stalled_since: null },
    ]);
  }
});

test("of two entries of one agent the last stands, the other is kept as a document", async () => {
  const first = agent({ beadId: "x" });
  const { into } = await read(`[${first},${agent({ beadId: "x", id: "s-2", state: "stalled" })}]`);
  expect(into.of("agents").map((row) => [row.session_id, row.state])).toEqual([["s-2", "stalled"]]);
  expect(into.of("documents")).toMatchObject([{ kind: "overstory.replaced_agent", key: "a", payload: first, line: 1 }]);
  expect(into.issues).toMatchObject([{ code: "overstory-sessions-json.replaced-entry", severity: "info" }]);
});

test("an entry that is no object is an issue and the others are read", async () => {
  const { into } = await read(`[${agent({ beadId: "x" })}, 7]`);
  expect(into.of("agents")).toHaveLength(1);
  expect(into.issues).toMatchObject([{ code: "overstory-sessions-json.bad-entry", raw: "7", line: 2 }]);
});

test("what is no list of agents is not claimed", () => {
  for (const text of ["[]", "this is not json", '{"sessions":[]}', "", '[{"agentName":"a"}]', "[[[["]) {
    expect(winner(text)?.id).toBeUndefined();
  }
});

test("checkpoints, hand-offs, groups, nudges and queues are documents with their own text", async () => {
  const checkpoint =
    '{"agentName":"a","taskId":"t","sessionId":"s-1","timestamp":"2026-05-10T11:00:00.000Z","progressSummary":"","filesModified":[],"currentBranch":"b","pendingWork":""}';
  expect((await read(checkpoint)).into.of("documents")).toMatchObject([
    {
      kind: "overstory.checkpoint",
      key: "a",
      session_id: "s-1",
      timestamp: "2026-05-10T11:00:00.000000Z",
      payload: checkpoint,
    },
  ]);
  const handoff = `[{"fromSessionId":"s-1","toSessionId":null,"checkpoint":${checkpoint},"reason":"crash","handoffAt":"2026-05-10T11:00:00.000Z"}]`;
  expect((await read(handoff)).into.of("documents")).toMatchObject([
    { kind: "overstory.handoff", session_id: "s-1", line: 1 },
  ]);
  const group =
    '[{"id":"g-1","name":"n","memberIssueIds":[],"status":"active","createdAt":"2026-02-13T22:54:35.599Z"}]';
  expect((await read(group)).into.of("documents")).toMatchObject([{ kind: "overstory.group", key: "g-1" }]);
  const nudge = '{"from":"a","reason":"r","subject":"s","messageId":"msg-1","createdAt":"soon"}';
  const nudged = (await read(nudge)).into;
  expect(nudged.of("documents")).toMatchObject([{ kind: "overstory.pending_nudge", key: "msg-1" }]);
  expect(nudged.issues).toMatchObject([{ code: "overstory-state-json.bad-time", raw: "soon" }]);
  const queue =
    '[{"branchName":"b","beadId":"x","agentName":"a","filesModified":[],"enqueuedAt":"2026-11-21T07:41:42.344Z","status":"pending"}]';
  expect((await read(queue)).into.of("documents")).toMatchObject([{ kind: "overstory.merge_queue", key: "b" }]);
});

test("an identity indented with tabs is read, and its texts stay texts", async () => {
  const { into } = await read(
    'name: 007\ncapability: builder\ncreated: "2026-05-10T09:03:20.000Z"\nsessionsCompleted: 3\nexpertiseDomains:\n\t- yes\nrecentTasks:\n\t- taskId: 1e3\n\t\tsummary: "Fixed: \\"cart\\" #42"\n?\n',
  );
  const [document] = into.of("documents");
  expect(document).toMatchObject({ kind: "overstory.identity", key: "007", timestamp: "2026-05-10T09:03:20.000000Z" });
  expect(JSON.parse(document?.payload ?? "")).toEqual({
    name: "007",
    capability: "builder",
    created: "2026-05-10T09:03:20.000Z",
    sessionsCompleted: 3,
    expertiseDomains: ["yes"],
    recentTasks: [{ taskId: "1e3", summary: 'Fixed: "cart" #42' }],
  });
  expect(into.issues).toMatchObject([{ code: "overstory-identity.bad-line", raw: "?", line: 10 }]);
});

const line = (event: string, data: string, level = "info") =>
  `{"timestamp":"2026-11-21T07:57:55.352Z","level":"${level}","event":"${event}","agentName":"a","data":${data}}`;

test("every line of an NDJSON log is a row or an issue", async () => {
  const { importer, into } = await read(
    `${line("heartbeat", '{"n":12345678901234567890}', "debug")}\n\n{"cut\n[1]\n${line("build.failed", '{"errorMessage":"boom"}', "error")}\n`,
  );
  expect(importer).toBe("overstory-ndjson-log");
  expect(into.of("logs")).toMatchObject([
    { logger: "a", event: "heartbeat", level: "debug", severity: 5, context: '{"n":12345678901234567890}', line: 1 },
    { event: "build.failed", message: "boom", severity: 17, line: 5 },
  ]);
  expect(into.issues.map((issue) => issue.line)).toEqual([3, 4]);
});

test("the first of a hook's two end lines is never the current one", async () => {
  const [start, zero, real] = [
    line("tool.start", '{"toolName":"Bash"}'),
    line("tool.end", '{"toolName":"Bash","durationMs":0}'),
    line("tool.end", '{"toolName":"Bash","durationMs":456}'),
  ];
  const joined = (await read([start, zero, real, start, zero].join("\n"))).into;
  expect(joined.of("logs")).toHaveLength(5);
  expect(joined.versions).toMatchObject([{ line: 2, eligible: false }]);
  expect((await read([start, zero, start, zero].join("\n"))).into.versions).toEqual([]);
});

test("a log for people keeps the lines of a value that goes on", async () => {
  const { importer, into } = await read(
    '[2026-11-21T07:57:54.937Z] WARN stall.detected level=2 since=null\n[2026-11-21T07:57:54.938Z] INFO mail.sent body="two\nlines here"\n',
  );
  expect(importer).toBe("overstory-text-log");
  expect(into.of("logs")).toMatchObject([
    { level: "WARN", severity: 13, event: "stall.detected", message: "level=2 since=null", line: 1 },
    { event: "mail.sent", message: 'body="two\nlines here"', line: 2 },
  ]);
  expect(winner("[2026-11-21T07:57:54.937Z] INFO Starting the server now")).toBeUndefined();
});

test("a runner's log is read", async () => {
  const { importer, into } = await read("2026-05-10T09:05:00.100Z [warn] failed to write turn.pid: EACCES\n");
  expect(importer).toBe("overstory-runner-log");
  expect(into.of("logs")).toMatchObject([{ level: "warn", severity: 13, message: "failed to write turn.pid: EACCES" }]);
});

const RULE = "=".repeat(72);
const block = (error: string) =>
  `${RULE}\nTimestamp: 2026-11-21T07:57:54.937Z\nEvent:     build.failed\nAgent:     a\nData:      {"exitCode":2}\n\nError:     ${error}\n\nStack Trace:\nError: boom\n    at build (x.ts:1:1)\n\nCaused by: Error: root\nError: root\n${RULE}\n`;

test("each block of an error log is one error with its stack", async () => {
  const { importer, into } = await read(`${block("TypeError: two\nlines")}${block("boom")}`);
  expect(importer).toBe("overstory-errors-log");
  expect(into.of("error_facts")).toMatchObject([
    { error_type: "TypeError", message: "two\nlines", error_code: "build.failed", line: 2 },
    { error_type: null, message: "boom" },
  ]);
  expect(into.of("error_facts")[0]?.stack).toStartWith("Error: boom\n    at build");
  expect(into.of("error_facts")[0]?.stack).toContain("Caused by: Error: root");
  expect(into.of("logs")).toMatchObject([
    { logger: "a", event: "build.failed", context: '{"exitCode":2}' },
    { event: "build.failed" },
  ]);
  expect(into.issues).toEqual([]);
});

test("a cut block is read as far as it goes, and foreign text is an issue", async () => {
  const { into } = await read(`${block("E: a")}stray\n${RULE}\n${block("E: b").slice(0, 150)}`);
  expect(into.of("error_facts")).toHaveLength(2);
  expect(into.issues).toMatchObject([{ code: "overstory-errors-log.bad-block", raw: "stray" }]);
});

test("an agent's output gives its events, and junk lines are issues", async () => {
  const { importer, into } = await read(
    '{"type":"tool_start","tool":"Read","args":{}}\n{"type":"tool_end","tool":"Read","duration_ms":37}\n{"type":"error","message":"ENOENT"}\nnot json at all\n{"n":1}\n',
  );
  expect(importer).toBe("overstory-stdout-log");
  expect(into.of("events").map((event) => event.event_type)).toEqual(["tool_start", "tool_end", "error"]);
  expect(into.of("error_facts")).toMatchObject([{ message: "ENOENT", line: 3 }]);
  expect(into.issues.map((issue) => issue.line)).toEqual([4, 5]);
});
