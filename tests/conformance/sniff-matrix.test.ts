// Every importer looks at every file of the corpus, under its own name and under one that says nothing: what is of a known
// format has one claimant, everything else none.

import { expect } from "bun:test";
import { copyFileSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { basename, join, relative } from "node:path";
import type { OpenedArtifact } from "../../src/artifacts/open.ts";
import { Claim } from "../../src/importers/importer.ts";
import { importers } from "../../src/importers/registry.ts";
import { folderOf, lookAt } from "../support/opening.ts";
import { sharedTest } from "../support/shared.ts";

/** The importer of a file, by its path in the corpus: the first line that fits. A file that fits none is of no known format. */
const formats: readonly (readonly [path: RegExp, importer: string])[] = [
  [/^wink\/(head|conformance)\/.*\.zip$/, "wink-bundle"],
  [/^wink\/old\/.*\.zip$/, "wink-archive"],
  [/^wink\/old\/.*\/(debug\.jsonl|[^/]*\.log(\.gz)?)$/, "wink-log"],
  [/^wink\/old\/.*\.jsonl(\.gz)?$/, "wink-session"],
  [/^bind\/.*\/artifacts\.db$/, "bind-artifact-store"],
  [/^bind\/.*\/cache_datasets\.json$/, "bind-datasets"],
  [/^bind\/.*\/python_state\.json$/, "bind-python-state"],
  [/^bind\/.*\/session\.log$/, "bind-session-log"],
  [/^bind\/.*\/session_metadata\.json$/, "bind-session-metadata"],
  [/^overstory\/.*\/events\.db$/, "overstory-events-store"],
  [/^overstory\/.*\/mail\.db$/, "overstory-mail-store"],
  [/^overstory\/.*\/merge-queue\.db$/, "overstory-merge-queue-store"],
  [/^overstory\/.*\/merge-queue\.json$/, "overstory-merge-queue-json"],
  [/^overstory\/.*\/metrics\.db$/, "overstory-metrics-store"],
  [/^overstory\/.*\/sessions\.db$/, "overstory-sessions-store"],
  // Lists of nothing and text that is no list could be anybody's.
  [/^overstory\/(?!legacy-json-edge\/(empty|malformed|nonarray)\/).*\/sessions\.json$/, "overstory-sessions-json"],
  [/^overstory\/.*\/(agent-manifest|groups|pending-nudges\/[^/]*)\.json$/, "overstory-state-json"],
  [/^overstory\/.*\/(checkpoint|handoffs)\.json$/, "overstory-checkpoint"],
  [/^overstory\/.*\/identity\.yaml$/, "overstory-identity"],
  [/^overstory\/.*\/(events|tools)\.ndjson$/, "overstory-ndjson-log"],
  [/^overstory\/.*\/session\.log$/, "overstory-text-log"],
  [/^overstory\/.*\/errors\.log$/, "overstory-errors-log"],
  [/^overstory\/.*\/runner\.log$/, "overstory-runner-log"],
  [/^overstory\/.*\/stdout\.log$/, "overstory-stdout-log"],
  [/^pinocchio\/.*\/(events(-2)?|conv-1\.sem)\.ndjson$/, "pinocchio-sem-frames"],
  [/^pinocchio\/artifact-run\/.*_turn(_2)?\.yaml$/, "pinocchio-turn-yaml"],
  [/^pinocchio\/artifact-run\/.*\/logs\.jsonl$/, "pinocchio-run-logs"],
  [/^pinocchio\/debug-api\/input\/.*\.json$/, "pinocchio-debug-api"],
  [/^pinocchio\/debug-events-jsonl\/.*\.jsonl$/, "pinocchio-debug-events"],
  [/^pinocchio\/exports\/.*\.minitrace\.json$/, "minitrace"],
  [/^pinocchio\/exports\/input\/.*\.(json|yaml)$/, "pinocchio-export"],
  [/^pinocchio\/(evtstream-v0|sessionstream-v[12])\/.*\.db$/, "sessionstream-store"],
  [/^pinocchio\/timeline-v2\/.*\.db$/, "pinocchio-sem-timeline-store"],
  [/^pinocchio\/turns-.*\.db$/, "pinocchio-turns-store"],
  [/^pinocchio\/simple-agent\/.*\.db$/, "simple-agent-store"],
  // Archives of a format that nobody reads: their members are kept as files.
  [/^inspect-ai\/.*\.eval$/, "wink-archive"],
];

function importerOf(path: string): readonly string[] {
  // What a case should give; some formats are JSON files of any name beside it.
  if (path.endsWith("/expected.json")) return [];
  const format = formats.find(([pattern]) => pattern.test(path));
  return format === undefined ? [] : [format[1]];
}

sharedTest(
  "each file of the corpus is claimed by the importer of its format, and by no other",
  async (shared) => {
    const corpus = join(shared, "corpus");
    const seen = new Map<string, readonly string[]>();
    await lookAt([corpus], async (artifact) => {
      const path = artifact.path.replace(/^corpus\//, "");
      seen.set(path, await claimants(artifact));
    });
    expect(seen.size).toBeGreaterThan(400);
    expect(Object.fromEntries(seen)).toEqual(expected(seen.keys()));
    const claimed = new Set([...seen.values()].flat());
    expect(formats.map(([, importer]) => importer).filter((importer) => !claimed.has(importer))).toEqual([]);
  },
  20_000,
);

sharedTest(
  "under a name that says nothing each file has the same claimant",
  async (shared) => {
    const corpus = join(shared, "corpus");
    const folder = folderOf();
    const pathOf = new Map<string, string>();
    for (const location of filesBelow(corpus)) {
      const number = `${pathOf.size}`;
      mkdirSync(join(folder, number));
      for (const suffix of ["", "-wal"])
        if (existsSync(location + suffix)) copyFileSync(location + suffix, join(folder, number, `unknown${suffix}`));
      pathOf.set(`${basename(folder)}/${number}/unknown`, relative(corpus, location));
    }
    const seen = new Map<string, readonly string[]>();
    await lookAt([folder], async (artifact) => {
      seen.set(pathOf.get(artifact.path) ?? artifact.path, await claimants(artifact));
    });
    expect(seen.size).toBe(pathOf.size);
    expect(Object.fromEntries(seen)).toEqual(expected(pathOf.values()));
  },
  20_000,
);

function expected(paths: Iterable<string>): Record<string, readonly string[]> {
  return Object.fromEntries([...paths].map((path) => [path, importerOf(path)]));
}

/** Of the artifact, or of what is packed in it. */
async function claimants(artifact: OpenedArtifact): Promise<readonly string[]> {
  const ids = importers.filter(({ sniff }) => sniff(artifact) !== Claim.no).map(({ id }) => id);
  if (ids.length > 0) return ids;
  const inside: string[] = [];
  for await (const member of artifact.members()) {
    if (member.kind === "artifact") inside.push(...(await claimants(member.artifact)));
  }
  return inside;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.db-(wal|shm|journal)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}
