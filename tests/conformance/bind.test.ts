// The sandbox's real artifacts, counted without this program, against a bundle of them.

import { expect } from "bun:test";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { withBundle } from "../support/created-bundle.ts";
import { sharedTest } from "../support/shared.ts";

const CASES = ["normal", "repo-example", "restart"];

const Expected = v.object({
  sessions: v.record(
    v.string(),
    v.object({
      log_lines: v.number(),
      by_event: v.record(v.string(), v.number()),
      executions: v.number(),
      ok: v.number(),
      failed: v.number(),
      artifacts: v.array(v.tuple([v.string(), v.string(), v.number()])),
      metadata: v.looseObject({ container_id: v.string(), created_at: v.string(), last_used: v.string() }),
      metadata_execution_count_matches_log: v.boolean(),
      first_ts: v.string(),
      last_ts: v.string(),
      python_state: v.object({
        timestamp: v.string(),
        variables: v.record(v.string(), v.string()),
        imported_modules: v.number(),
      }),
    }),
  ),
  artifacts: v.optional(v.array(v.record(v.string(), v.union([v.string(), v.number()])))),
  links: v.optional(v.number()),
  blobs: v.record(v.string(), v.tuple([v.number(), v.boolean()])),
});

const inputOf = (shared: string, name: string) => join(shared, "corpus/bind", name, "input");
const utc = (text: string) => `${text}Z`;

function expectedOf(shared: string, name: string) {
  const text = readFileSync(join(shared, "corpus/bind", name, "expected.json"), "utf8");
  return v.parse(Expected, JSON.parse(text));
}

for (const name of CASES) {
  sharedTest(`${name}: sessions, executions, state and artifacts are those that were counted`, async (shared) => {
    const expected = expectedOf(shared, name);
    await withBundle([inputOf(shared, name)], (rows) => {
      expect(rows("SELECT session_id, kind FROM sessions")).toEqual(
        Object.keys(expected.sessions).map((session_id) => ({ session_id, kind: "sandbox" })),
      );
      for (const [id, session] of Object.entries(expected.sessions)) {
        expect(rows("SELECT created_at, last_activity_at, ended_at, status, first_at, last_at FROM sessions")).toEqual([
          {
            created_at: utc(session.metadata.created_at),
            last_activity_at: utc(session.metadata.last_used),
            ended_at: null,
            status: null,
            first_at: utc(session.first_ts),
            last_at: utc(session.last_ts),
          },
        ]);
        expect(
          JSON.parse(String(rows("SELECT payload FROM documents WHERE kind = 'bind.session_metadata'")[0]!.payload)),
        ).toEqual(session.metadata);

        const { code_execution = 0, ...events } = session.by_event;
        const byEvent = rows("SELECT event_type, count(*) AS n FROM events WHERE session_id = ? GROUP BY 1", id);
        expect(Object.fromEntries(byEvent.map((row) => [row.event_type, row.n]))).toEqual(events);
        expect(
          rows(
            "SELECT count(*) AS executions, sum(success) AS ok, sum(success = 0) AS failed FROM executions WHERE session_id = ?",
            id,
          ),
        ).toEqual([{ executions: code_execution, ok: session.ok, failed: session.failed }]);
        expect(rows("SELECT line_count AS n FROM sources WHERE importer = 'bind-session-log'")).toEqual([
          { n: session.log_lines },
        ]);

        const made = rows(
          "SELECT artifact_id, filename, size_bytes FROM execution_artifacts WHERE session_id = ? ORDER BY id",
          id,
        );
        expect(made.map((row) => [row.artifact_id, row.filename, row.size_bytes])).toEqual(session.artifacts);

        const state = session.python_state;
        const variables = rows(
          "SELECT name, type, captured_at FROM python_variables WHERE session_id = ? ORDER BY id",
          id,
        );
        expect(variables.map((row) => [row.name, row.type])).toEqual(Object.entries(state.variables));
        expect(new Set(variables.map((row) => row.captured_at))).toEqual(new Set([utc(state.timestamp)]));
        expect(rows("SELECT count(*) AS n FROM python_modules WHERE session_id = ?", id)).toEqual([
          { n: state.imported_modules },
        ]);
        expect(rows("SELECT count(*) AS n FROM bind_checks WHERE code = 'bind.execution-count'")).toEqual([
          { n: session.metadata_execution_count_matches_log ? 0 : 1 },
        ]);
      }
      expect(rows("SELECT DISTINCT code FROM import_issues WHERE severity <> 'info'")).toEqual(
        rows("SELECT DISTINCT code FROM bind_checks WHERE severity <> 'info'"),
      );
    });
  });

  sharedTest(`${name}: the artifact store's rows and all blobs are there`, async (shared) => {
    const expected = expectedOf(shared, name);
    await withBundle([inputOf(shared, name)], (rows) => {
      const stored = rows(
        `SELECT f.archive_id AS id, f.content_hash AS sha256, f.size_bytes AS size, f.content_type AS mime, f.path AS filename
         FROM files AS f JOIN sources AS s ON s.source_id = f.source_id
         WHERE s.importer = 'bind-artifact-store' ORDER BY f.content_hash`,
      );
      expect(stored).toEqual(expected.artifacts ?? []);
      expect(rows("SELECT count(*) AS n FROM documents WHERE kind = 'bind.artifact_link'")).toEqual([
        { n: expected.links ?? 0 },
      ]);
      for (const [sha256, [size]] of Object.entries(expected.blobs)) {
        expect(rows("SELECT size_bytes FROM sources WHERE sha256 = ?", sha256)).toEqual([{ size_bytes: size }]);
      }
      expect(rows("SELECT count(*) AS n FROM bind_checks WHERE code = 'bind.blob-damaged'")).toEqual([{ n: 0 }]);
    });
  });

  sharedTest(`${name}: the folder is as it was, also beside a store in WAL mode`, async (shared) => {
    const before = listing(inputOf(shared, name));
    await withBundle([inputOf(shared, name)], () => {});
    expect(listing(inputOf(shared, name))).toEqual(before);
  });
}

sharedTest("a restart gives two containers, and what the files contradict is said", async (shared) => {
  await withBundle([inputOf(shared, "restart")], (rows) => {
    const byContainer = rows(
      "SELECT r.session_id, r.ended_at, (SELECT count(*) FROM executions AS e WHERE e.container_id = r.run_id) AS n FROM runs AS r ORDER BY started_at",
    );
    expect(byContainer.map((row) => [row.n, row.ended_at])).toEqual([
      [2, null],
      [1, null],
    ]);
    expect(rows("SELECT ordinal, code FROM executions ORDER BY ordinal")).toEqual([
      { ordinal: 1, code: "a = 1\nprint(a)" },
      { ordinal: 2, code: "b = 2" },
      { ordinal: 3, code: "print('a' in globals())" },
    ]);
    expect(rows("SELECT code, session_id, message FROM bind_checks ORDER BY code")).toEqual([
      { code: "bind.execution-count", session_id: "job-7", message: "The metadata count 1 executions, the log has 3." },
      {
        code: "bind.stale-state",
        session_id: "job-7",
        message: "The saved Python state is from before the last start of the container.",
      },
    ]);
  });
});

sharedTest("a container whose clock is hours off has no stale state", async (shared) => {
  await withBundle([inputOf(shared, "repo-example")], (rows) => {
    expect(rows("SELECT 1 FROM bind_checks WHERE code = 'bind.stale-state'")).toEqual([]);
    expect(rows("SELECT DISTINCT time_zone FROM python_variables")).toEqual([{ time_zone: "assumed" }]);
  });
});

sharedTest("equal bytes under another name lead to the same blob", async (shared) => {
  await withBundle([inputOf(shared, "normal")], (rows) => {
    const made = rows(
      `SELECT a.filename, e.ordinal, d.payload FROM execution_artifacts AS a
       JOIN executions AS e ON e.id = a.execution_id
       JOIN sources AS s ON s.source_key = a.bytes_source_key
       JOIN documents AS d ON d.source_id = s.source_id ORDER BY a.id`,
    );
    expect(made.map((row) => [row.filename, row.ordinal, String(row.payload).trimEnd()])).toEqual([
      ["hello.txt", 2, "hi there"],
      ["data.csv", 2, "a,b\n1,2"],
      ["hello2.txt", 4, "hi there"],
    ]);
    expect(rows("SELECT 1 FROM bind_checks")).toEqual([]);
  });
});

sharedTest("without a store the blobs stay, tied to nothing", async (shared) => {
  await withBundle([inputOf(shared, "repo-example")], (rows) => {
    expect(rows("SELECT code, count(*) AS n FROM bind_checks GROUP BY code ORDER BY code")).toEqual([
      { code: "bind.artifact-bytes-missing", n: 1 },
      { code: "bind.blob-unattributed", n: 2 },
    ]);
  });
});

sharedTest("a failed execution keeps its traceback and names its exception", async (shared) => {
  await withBundle([inputOf(shared, "normal")], (rows) => {
    const [failed] = rows("SELECT error_type, error_message, error, timeout_s FROM executions WHERE success = 0");
    expect(failed).toMatchObject({
      error_type: "ZeroDivisionError",
      error_message: "ZeroDivisionError: division by zero",
      timeout_s: 30,
    });
    expect(String(failed!.error)).toStartWith("Traceback (most recent call last):\n");
    expect(String(failed!.error)).toContain('File "<string>", line 1');
    expect(rows("SELECT error_class, error_type, session_id FROM errors")).toEqual([
      { error_class: "tool", error_type: "ZeroDivisionError", session_id: "conv" },
    ]);
  });
});

sharedTest("values that the sandbox cut at 1,000 characters stay as they are", async (shared) => {
  await withBundle([inputOf(shared, "normal")], (rows) => {
    expect(rows("SELECT length(value) AS n FROM python_variables WHERE name = 'big'")).toEqual([{ n: 1000 }]);
  });
});

/** Every file below a folder with its bytes' hash and its time of change. */
function listing(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => `${path} ${statSync(path).mtimeMs} ${createHash("sha256").update(readFileSync(path)).digest("hex")}`)
    .sort();
}
