import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { bindDatasets } from "../../src/importers/bind-datasets.ts";
import { bindPythonState } from "../../src/importers/bind-python-state.ts";
import { bindSessionLog } from "../../src/importers/bind-session-log.ts";
import { bindSessionMetadata } from "../../src/importers/bind-session-metadata.ts";
import { Claim, type Importer } from "../../src/importers/importer.ts";
import { RecordingWriter } from "../support/recording-writer.ts";
import { textArtifact } from "../support/text-artifact.ts";

const all: readonly Importer[] = [bindDatasets, bindPythonState, bindSessionMetadata];

const fixture = (name: string) => readFileSync(join(import.meta.dir, "../fixtures", name), "utf8");
const claims = (text: string) => all.map((importer) => importer.sniff(textArtifact(text)));

async function read(importer: Importer, text: string) {
  const written = new RecordingWriter();
  await importer.read(textArtifact(text), written);
  return written;
}

test("each document is claimed by its own importer only", () => {
  expect(claims(fixture("bind-datasets/two-datasets.json"))).toEqual([Claim.shape, Claim.no, Claim.no]);
  expect(claims(fixture("bind-datasets/none-yet.json"))).toEqual([Claim.shape, Claim.no, Claim.no]);
  expect(claims(fixture("bind-python-state/three-variables.json"))).toEqual([Claim.no, Claim.marker, Claim.no]);
  expect(claims(fixture("bind-session-metadata/restarted.json"))).toEqual([Claim.no, Claim.no, Claim.marker]);
});

test("documents that only look alike are claimed by none", () => {
  const none = [Claim.no, Claim.no, Claim.no];
  expect(claims('{"datasets": [1, 2]}')).toEqual(none);
  expect(claims('{"datasets": [], "page": 1}')).toEqual(none);
  expect(claims('{"timestamp": "2026-03-01T00:00:00", "variables": {}}')).toEqual(none);
  expect(claims('{"session_id": "x", "created_at": "2026-03-01T00:00:00"}')).toEqual(none);
  expect(claims("[]")).toEqual(none);
  expect(claims("")).toEqual(none);
});

test("a state whose modules lie behind the head is claimed by its shape", () => {
  const variables = Object.fromEntries(
    Array.from({ length: 100 }, (_, n) => [`v${n}`, { type: "str", value: "z".repeat(1000) }]),
  );
  const text = JSON.stringify({ timestamp: "2026-03-01T00:00:00", variables, imported_modules: ["sys"] }, null, 2);
  expect(bindPythonState.sniff(textArtifact(text))).toBe(Claim.shape);
});

test("metadata states a sandbox session, its container, and no status", async () => {
  const written = await read(bindSessionMetadata, fixture("bind-session-metadata/restarted.json"));
  const [session] = written.of("session_facts");
  expect(session).toMatchObject({
    session_id: "demo-1",
    run_id: "b".repeat(64),
    kind: "sandbox",
    created_at: "2026-03-01T09:09:59.900000Z",
    last_activity_at: "2026-03-01T09:10:01.100000Z",
    ended_at: null,
    time_assumed: 1,
  });
  expect(session!.status).toBeUndefined();
  expect(JSON.parse(session!.attributes!)).toMatchObject({ image: "sandbox:latest", execution_count: 1 });
  expect(written.of("documents")[0]!.payload).toBe(fixture("bind-session-metadata/restarted.json"));
});

test("a later copy of the metadata is a newer version of the same session", async () => {
  const { versions } = await read(bindSessionMetadata, fixture("bind-session-metadata/restarted.json"));
  expect(versions).toMatchObject([{ series: "bind-session-metadata:demo-1", at: "2026-03-01T09:10:01.100000Z" }]);
});

test("a stop that the metadata states is the session's end", async () => {
  const text =
    '{"session_id": "s", "session_storage": "BIND", "execution_count": 1, "stopped_at": "2026-03-01T10:00:00"}';
  const [session] = (await read(bindSessionMetadata, text)).of("session_facts");
  expect(session!.ended_at).toBe("2026-03-01T10:00:00.000000Z");
});

test("variables and modules are rows, in the order of the file", async () => {
  const written = await read(bindPythonState, fixture("bind-python-state/three-variables.json"));
  expect(written.of("documents").map((row) => [row.kind?.replace("bind.python_", ""), row.key])).toEqual([
    ["state", undefined],
    ["variable", "total"],
    ["variable", "text"],
    ["variable", "np"],
    ["module", "sys"],
    ["module", "builtins"],
    ["module", "numpy"],
  ]);
  expect(JSON.parse(written.of("documents")[1]!.payload!)).toEqual({ type: "int", value: "5" });
});

test("what else a state says stays, and variables that are none are an issue", async () => {
  const text = '{"timestamp": "2026-03-01T00:00:00", "variables": [1], "imported_modules": ["sys", 7], "pid": 1.0}';
  const written = await read(bindPythonState, text);
  expect(written.of("documents").map((row) => [row.kind, row.key, row.payload])).toEqual([
    ["bind.python_state", undefined, '{"timestamp": "2026-03-01T00:00:00", "pid": 1.0}'],
    ["bind.python_module", "sys", null],
    ["bind.python_module", null, "7"],
  ]);
  expect(written.issues.map((issue) => issue.code)).toEqual(["bind-python-state.no-variables"]);
});

test("a document that is cut off cannot be read and says why", async () => {
  const cut = fixture("bind-python-state/three-variables.json").slice(0, 500);
  expect(read(bindPythonState, cut)).rejects.toThrow("The document is no JSON");
});

test("data sets are rows with their stated time", async () => {
  const written = await read(bindDatasets, fixture("bind-datasets/two-datasets.json"));
  expect(written.of("documents").map((row) => [row.kind, row.key, row.timestamp, row.time_assumed])).toEqual([
    ["bind.dataset_cache", undefined, undefined, undefined],
    ["bind.dataset", "rainfall", "2026-03-01T08:00:00.000000Z", 0],
    ["bind.dataset", "tides", "2026-03-01T08:00:01.000000Z", 0],
  ]);
});

test("no bytes make a sniff throw", () => {
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 2000 }), cutJson()), (bytes) => {
      for (const importer of [...all, bindSessionLog]) importer.sniff(textArtifact(bytes));
    }),
  );
});

/** A document of this format, cut and with one byte changed. */
function cutJson(): fc.Arbitrary<Uint8Array> {
  const whole = Buffer.from(fixture("bind-python-state/three-variables.json"));
  return fc.tuple(fc.nat(whole.length - 1), fc.nat(whole.length - 1), fc.nat(255)).map(([end, at, byte]) => {
    const bytes = Uint8Array.from(whole.subarray(0, end));
    return at < bytes.length ? bytes.with(at, byte) : bytes;
  });
}
