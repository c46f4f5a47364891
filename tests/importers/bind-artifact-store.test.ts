import { expect, test } from "bun:test";
import { bindArtifactStore } from "../../src/importers/bind-artifact-store.ts";
import { Claim } from "../../src/importers/importer.ts";
import { RecordingWriter } from "../support/recording-writer.ts";
import { storeArtifact } from "../support/store-artifact.ts";

const TABLES = `
  CREATE TABLE artifacts (id TEXT PRIMARY KEY, sha256 TEXT, size INTEGER, mime TEXT, filename TEXT, created_at TEXT);
  CREATE TABLE links (artifact_id TEXT, session_id TEXT, run_id TEXT, tool_call_id TEXT, created_at TEXT);
`;
const AT = "2026-03-01T08:00:00.500000+01:00";

async function read(sql: string) {
  const written = new RecordingWriter();
  await bindArtifactStore.read(storeArtifact(sql), written);
  return written;
}

test("a store is claimed by its two tables and their columns", () => {
  expect(bindArtifactStore.sniff(storeArtifact(TABLES))).toBe(Claim.marker);
  const other = "CREATE TABLE artifacts (id, name); CREATE TABLE links (artifact_id, session_id);";
  expect(bindArtifactStore.sniff(storeArtifact(other))).toBe(Claim.no);
});

test("an artifact is a file by its hash, in the one session that its links name", async () => {
  const written = await read(`${TABLES}
    INSERT INTO artifacts VALUES ('art_1', 'ab', 8, 'text/csv', 'a.csv', '${AT}'), ('art_2', 'cd', 9, 'text/csv', 'b.csv', '${AT}');
    INSERT INTO links VALUES ('art_1', 's1', NULL, NULL, '${AT}'), ('art_1', 's1', NULL, NULL, '${AT}'),
      ('art_2', 's1', NULL, NULL, '${AT}'), ('art_2', 's2', NULL, NULL, '${AT}');`);
  expect(written.of("files")).toMatchObject([
    { archive_id: "art_1", session_id: "s1", path: "a.csv", size_bytes: 8n, content_hash: "ab", line: 1 },
    { archive_id: "art_2", session_id: null, path: "b.csv", size_bytes: 9n, content_hash: "cd", line: 2 },
  ]);
  expect(written.of("files")[0]).toMatchObject({ captured_at: "2026-03-01T07:00:00.500000Z", time_assumed: 0 });
  expect(written.of("documents").map((row) => [row.kind, row.key, row.session_id, row.member])).toEqual([
    ["bind.artifact_link", "art_1", "s1", "links"],
    ["bind.artifact_link", "art_1", "s1", "links"],
    ["bind.artifact_link", "art_2", "s1", "links"],
    ["bind.artifact_link", "art_2", "s2", "links"],
  ]);
});

test("what the columns of a file cannot hold is kept as a document", async () => {
  const written = await read(`${TABLES}
    ALTER TABLE artifacts ADD COLUMN owner TEXT;
    CREATE TABLE notes (id INTEGER PRIMARY KEY, note TEXT);
    INSERT INTO notes VALUES (9007199254740993, 'n');
    INSERT INTO artifacts VALUES ('art_1', 'ab', 8, 'text/csv', 'a.csv', 'yesterday', 'me');`);
  expect(written.of("documents").map((row) => [row.kind, row.key, row.payload])).toEqual([
    ["bind.artifact", "art_1", expect.stringContaining('"owner":"me"')],
    ["sqlite.notes", "9007199254740993", '{"id":9007199254740993,"note":"n"}'],
  ]);
  expect(written.issues.map((issue) => [issue.code, issue.raw])).toEqual([
    ["bind-artifact-store.bad-time", "yesterday"],
  ]);
});
