// Hostile ZIP archives: every entry is stored or told of, a bad one spares the others, and bombs are stopped.

import { Database } from "bun:sqlite";
import { afterAll, describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { measured } from "../support/measured.ts";
import { temporaryFolder } from "../support/program.ts";
import { type RawEntry, rawZip } from "../support/raw-zip.ts";
import { sharedTest } from "../support/shared.ts";
import { differences } from "./originals-come-back.ts";

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());

/** What Z1 allows a run of the program over one archive; twice the time for a machine that does other things too. */
const most = { cpuMs: 10_000, peakMB: 512 };

/** Reads files as archives of a workspace, in one run. */
async function archived(name: string, files: readonly string[]) {
  const output = join(folder.path, `${name}.db`);
  const run = await measured(["create", ...files.flatMap((file) => ["--files", file]), "-o", output], folder.path);
  return { ...run, output };
}

interface Member {
  readonly path: string;
  readonly sha256: string | null;
}

function membersOf(db: Database, file: string): Member[] {
  return db
    .query<Member, [string]>(
      `SELECT f.path, f.content_hash AS sha256 FROM _files AS f
       WHERE source_id = (SELECT source_id FROM _occurrences WHERE path = ?) ORDER BY f.source_line`,
    )
    .all(file);
}

function issueCount(db: Database, file: string): number {
  const sql = `SELECT (SELECT count(*) FROM _issues WHERE source_id = (SELECT source_id FROM _occurrences WHERE path = ?1))
    + (SELECT count(*) FROM _bundle_issues WHERE path = ?1) AS count`;
  return db.query<{ count: number }, [string]>(sql).get(file)?.count ?? 0;
}

const good: RawEntry = { name: "good.txt", content: "good\n" };
const sha256 = (content: string | Uint8Array) => createHash("sha256").update(content).digest("hex");

describe("a bad entry spares the good one beside it:", () => {
  const bad: readonly (readonly [string, RawEntry])[] = [
    ["a wrong checksum", { name: "bad.txt", content: "data\n", crc: 0xdeadbeef }],
    ["packed bytes that are none", { name: "bad.txt", content: "data\n", packed: Buffer.from([7, 7, 7, 7, 7]) }],
    ["a size that is a lie", { name: "bad.txt", content: "data\n", claimedBytes: 2_000_000_000 }],
    ["a packed size beyond the file", { name: "bad.txt", content: "data\n", packedBytes: 2_000_000_000 }],
    ["a place beyond the file", { name: "bad.txt", content: "data\n", localOffset: 2_000_000_000 }],
    ["a method that nobody knows", { name: "bad.txt", content: "data\n", method: 77 }],
    ["a password", { name: "bad.txt", content: "data\n", flags: 1 }],
    [
      "a bomb",
      {
        name: "bad.txt",
        content: "",
        packed: deflateRawSync(Buffer.alloc(300_000_000), { level: 9 }),
        claimedBytes: 300_000_000,
      },
    ],
  ];
  test.each(bad)("%s", async (name, entry) => {
    const file = `${name.replaceAll(" ", "-")}.zip`;
    writeFileSync(join(folder.path, file), rawZip([good, entry, { name: "last.txt", content: "last\n" }]));
    const { code, cpuMs, peakMB, output } = await archived(file, [join(folder.path, file)]);
    expect(code).toBe(0);
    expect(cpuMs).toBeLessThan(most.cpuMs);
    expect(peakMB).toBeLessThan(most.peakMB);
    using db = new Database(output, { readonly: true });
    const stored = membersOf(db, file);
    expect(stored.map(({ path }) => path)).toEqual(["good.txt", "bad.txt", "last.txt"]);
    expect(stored.map((member) => member.sha256)).toContain(sha256("good\n"));
    expect(stored.map((member) => member.sha256)).toContain(sha256("last\n"));
    expect(issueCount(db, file)).toBeGreaterThan(0);
  });
});

describe("names are data:", () => {
  const names = [
    "../../../out.txt",
    "/out.txt",
    "C:\\out.txt",
    "a/../../out.txt",
    "",
    "a\0b",
    "\x1b[2Jx",
    "__proto__",
    "same",
    "same",
  ];

  test("all entries are kept, also two of one name, and nothing is written by them", async () => {
    const file = join(folder.path, "names.zip");
    const entries = names.map((name, index) => ({ name, content: `content ${index}` }));
    writeFileSync(file, rawZip(entries));
    const before = readdirSync(folder.path).sort();
    const { code, err, output } = await archived("names", [file]);
    expect(code).toBe(0);
    expect(err).not.toContain("\x1b");
    expect(readdirSync(folder.path).sort()).toEqual([...before, "names.db"].sort());
    using db = new Database(output, { readonly: true });
    expect(membersOf(db, "names.zip")).toEqual(
      entries.map(({ name, content }) => ({ path: name, sha256: sha256(content) })),
    );
  });
});

interface Archive {
  readonly entries: number | null;
  readonly expect: string;
  readonly must_store?: readonly { readonly name?: string; readonly sha256: string }[];
}

sharedTest(
  "the generated hostile archives: what must be stored is, the rest is told, every file comes back",
  async (shared) => {
    const set = join(shared, "checks/hostile/zip/generated");
    const expected: Record<string, Archive> = JSON.parse(readFileSync(join(set, "expected.json"), "utf8"));
    const files = Object.keys(expected).map((name) => join(set, name));
    const { code, cpuMs, peakMB, output } = await archived("generated", files);
    expect(code).toBe(0);
    // Of all together: then of each.
    expect(cpuMs).toBeLessThan(most.cpuMs);
    expect(peakMB).toBeLessThan(most.peakMB);
    using db = new Database(output, { readonly: true });
    const complaints = files.flatMap((path) => {
      const name = basename(path);
      const told = issueCount(db, name) > 0;
      return complaintsAbout(membersOf(db, name), told, expected[name] as Archive).map((text) => `${name}: ${text}`);
    });
    console.log(
      `ZIP archives, generated: ${files.length - new Set(complaints.map((text) => text.split(":")[0])).size}/${files.length}`,
    );
    expect(complaints).toEqual([]);
    const different = await differences(output, files);
    console.log(`sources that came back equal: ${files.length - different.length}/${files.length}`);
    expect(different).toEqual([]);
    for (const place of ["/tmp/dbundle_pwned", join(folder.path, "dbundle_pwned")])
      expect(existsSync(place)).toBe(false);
  },
  120_000,
);

function complaintsAbout(stored: readonly Member[], told: boolean, expected: Archive): string[] {
  const complaints: string[] = [];
  const digests = new Set(stored.map((member) => member.sha256));
  for (const { name, sha256 } of expected.must_store ?? []) {
    if (!digests.has(sha256) && name?.endsWith("/") !== true) complaints.push(`${name} is not stored`);
  }
  const folders = (expected.must_store ?? []).filter(({ name }) => name?.endsWith("/")).length;
  const isShort = expected.entries !== null && stored.length < expected.entries - folders;
  if (isShort && !told) complaints.push(`${stored.length} of ${expected.entries} entries, and nothing is told`);
  if (expected.entries === null && expected.expect.includes("warning") && !told) complaints.push("nothing is told");
  return complaints;
}

sharedTest(
  "the public hostile archives: none stops the others, faults are told, every file comes back",
  async (shared) => {
    const set = join(shared, "checks/hostile/zip");
    const files = readdirSync(set, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.endsWith("generated"))
      .map((entry) => join(entry.parentPath, entry.name));
    const { code, cpuMs, peakMB, output } = await archived("public", files);
    expect(code).toBe(0);
    expect(cpuMs).toBeLessThan(most.cpuMs);
    expect(peakMB).toBeLessThan(most.peakMB);
    using db = new Database(output, { readonly: true });
    const unread = db.query<{ count: number }, []>(
      `SELECT count(*) AS count FROM _sources AS s WHERE status <> 'imported'
     AND NOT EXISTS (SELECT 1 FROM _issues AS i WHERE i.source_id = s.source_id)`,
    );
    expect(unread.get()).toEqual({ count: 0 });
    const silent = files.filter((file) => file.includes("yauzl/failure") && issueCount(db, basename(file)) === 0);
    expect(silent.map((file) => basename(file))).toEqual([]);
    const different = await differences(output, files);
    console.log(`ZIP archives, public: ${files.length - different.length}/${files.length} came back equal`);
    expect(different).toEqual([]);
  },
  120_000,
);
