import { afterAll, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { withBundle } from "../support/created-bundle.ts";

const FIXTURES = join(import.meta.dir, "../fixtures");
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const KEPT = "a,b\n1,2\n";
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const blobPath = (hash: string) => `blobstore/${hash.slice(0, 2)}/${hash.slice(2, 4)}/${hash}`;

/** A sandbox's folder as one session leaves it; `more` adds files or replaces them. */
function sandbox(more: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "dbundle-sandbox-"));
  folders.push(folder);
  const copies = {
    "artifacts.db": "bind-artifact-store/one-artifact-two-links.db",
    "sessions/demo-1/session.log": "bind-session-log/two-containers.log",
    "sessions/demo-1/session_metadata.json": "bind-session-metadata/restarted.json",
    "sessions/demo-1/python_state.json": "bind-python-state/three-variables.json",
    "sessions/demo-1/cache_datasets.json": "bind-datasets/two-datasets.json",
  };
  for (const [path, fixture] of Object.entries(copies)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(FIXTURES, fixture), join(folder, path));
  }
  for (const [path, text] of Object.entries({ [blobPath(sha256(KEPT))]: KEPT, ...more })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

test("a log without a session gets that of the metadata in its folder", async () => {
  await withBundle([sandbox()], (rows) => {
    expect(rows("SELECT DISTINCT session_id, session_inferred FROM executions")).toEqual([
      { session_id: "demo-1", session_inferred: 1 },
    ]);
    expect(rows("SELECT session_id, count(*) AS n FROM documents WHERE kind = 'bind.dataset' GROUP BY 1")).toEqual([
      { session_id: "demo-1", n: 2 },
    ]);
  });
});

test("files keep the execution that made them, their own name and the place of their bytes", async () => {
  await withBundle([sandbox()], (rows) => {
    const made = rows(`SELECT a.filename, e.ordinal, s.sha256 FROM execution_artifacts AS a
      JOIN executions AS e ON e.id = a.execution_id LEFT JOIN sources AS s ON s.source_key = a.bytes_source_key ORDER BY a.id`);
    expect(made).toEqual([
      { filename: "table.csv", ordinal: 2, sha256: sha256(KEPT) },
      { filename: "copy of table.csv", ordinal: 2, sha256: sha256(KEPT) },
      { filename: "huge.bin", ordinal: 2, sha256: null },
    ]);
  });
});

test("contradictions between the files of a session are said", async () => {
  await withBundle([sandbox()], (rows) => {
    expect(rows("SELECT code, severity FROM bind_checks ORDER BY code")).toEqual([
      { code: "bind.artifact-bytes-missing", severity: "info" },
      { code: "bind.execution-count", severity: "warning" },
      { code: "bind.stale-state", severity: "warning" },
    ]);
  });
});

test("a state saved after the last start is not stale, whatever zone its clock has", async () => {
  const state = readFileSync(join(FIXTURES, "bind-python-state/three-variables.json"), "utf8");
  for (const time of ["2026-03-01T09:10:02.000000", "2026-03-01T03:40:02.000000", "2026-03-01T17:55:02.000000"]) {
    const folder = sandbox({ "sessions/demo-1/python_state.json": state.replace("2026-03-01T07:00:02.100000", time) });
    await withBundle([folder], (rows) => {
      expect(rows("SELECT 1 FROM bind_checks WHERE code = 'bind.stale-state'")).toEqual([]);
    });
  }
});

test("a blob that is not what its name says is damaged, one that no store names is unattributed", async () => {
  const other = blobPath(sha256("nobody's"));
  const damaged = blobPath(sha256("as it was"));
  await withBundle([sandbox({ [other]: "nobody's", [damaged]: "as it is" })], (rows) => {
    const found = rows("SELECT code, message FROM bind_checks WHERE code LIKE 'bind.blob-%' ORDER BY code");
    expect(found.map((row) => row.code)).toEqual(["bind.blob-damaged", "bind.blob-unattributed"]);
    expect(String(found[0]!.message)).toContain(damaged);
    expect(String(found[1]!.message)).toContain(other);
  });
});

test("an older copy of a log counts no execution twice", async () => {
  const log = readFileSync(join(FIXTURES, "bind-session-log/two-containers.log"), "utf8");
  const older = log.split("\n").slice(0, 3).join("\n");
  await withBundle([sandbox({ "sessions/demo-1/older.log": `${older}\n` })], (rows) => {
    expect(rows("SELECT ordinal FROM executions ORDER BY 1")).toEqual([{ ordinal: 1 }, { ordinal: 2 }, { ordinal: 3 }]);
  });
});

test("of two states of a session the newest is shown and both are kept", async () => {
  const older = JSON.stringify({
    timestamp: "2026-03-01T06:00:00.000000",
    variables: { before: { type: "int", value: "1" } },
    imported_modules: ["abc"],
  });
  await withBundle([sandbox({ "sessions/demo-1/earlier.json": older })], (rows) => {
    expect(rows("SELECT name, type FROM python_variables ORDER BY id")).toEqual([
      { name: "total", type: "int" },
      { name: "text", type: "str" },
      { name: "np", type: "module" },
    ]);
    expect(rows("SELECT name FROM python_modules ORDER BY id")).toEqual([
      { name: "sys" },
      { name: "builtins" },
      { name: "numpy" },
    ]);
    expect(rows("SELECT count(*) AS n FROM documents WHERE kind = 'bind.python_variable'")).toEqual([{ n: 4 }]);
  });
});
