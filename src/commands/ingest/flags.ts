// The options of the commands that read artifacts.

import { UsageError } from "../../base/errors.ts";
import type { CreateOptions } from "../../operations/create.ts";
import { defaultLimits } from "../../operations/ingest.ts";
import { countFlag, listFlag, sizeFlag, switchFlag, type Values } from "../line/flag.ts";

type Input = CreateOptions["inputs"][number];

/** What reading an artifact may cost. */
export const limitFlags = {
  "max-line": sizeFlag(defaultLimits.lineBytes, "Longest line that is read as a record."),
  "max-entry": sizeFlag(defaultLimits.entryBytes, "Most bytes of one entry of an archive."),
  "max-archive": sizeFlag(defaultLimits.archiveBytes, "Most bytes of all entries of an archive."),
  "max-entries": countFlag(defaultLimits.archiveEntries, "Most entries of an archive."),
  "max-ratio": countFlag(defaultLimits.ratio, "Greatest ratio of unpacked to packed bytes, after the first 10 MB."),
  "max-nesting": countFlag(defaultLimits.nesting, "Deepest nesting of archives in each other."),
  "max-json-depth": countFlag(defaultLimits.jsonDepth, "Deepest nesting of JSON that is read."),
  "max-json-values": countFlag(
    defaultLimits.jsonValues,
    "Most values of one line or document that is read, of JSON or YAML.",
  ),
} as const;

export const ingestFlags = {
  session: listFlag("FILE", "Read FILE as a WINK session snapshot, whatever it looks like."),
  logs: listFlag("FILE", "Read FILE as a WINK log, whatever it looks like."),
  files: listFlag("FILE", "Read FILE as a workspace archive, whatever it looks like."),
  all: switchFlag("Also read .git, node_modules and worktrees."),
  strict: switchFlag("Exit with 4 when anything could not be read as expected."),
  ...limitFlags,
} as const;

type Given = Values<typeof ingestFlags>;

export function limitsOf(flags: Values<typeof limitFlags>): CreateOptions["limits"] {
  return {
    ...defaultLimits,
    lineBytes: flags["max-line"],
    entryBytes: flags["max-entry"],
    archiveBytes: flags["max-archive"],
    archiveEntries: flags["max-entries"],
    ratio: flags["max-ratio"],
    nesting: flags["max-nesting"],
    jsonDepth: flags["max-json-depth"],
    jsonValues: flags["max-json-values"],
  };
}

/** The paths, and the files whose reading the user names; none at all is refused. */
export function inputsOf(paths: readonly string[], { session, logs, files }: Given): readonly Input[] {
  const read = (list: readonly string[], reading: string) => list.map((path) => ({ path, reading }));
  const inputs: Input[] = [
    ...paths.map((path) => ({ path })),
    ...read(session, "wink-session"),
    ...read(logs, "wink-log"),
    ...read(files, "wink-archive"),
  ];
  if (inputs.length === 0)
    throw new UsageError("PATH is missing: name folders or files to read, or - for standard input.");
  return inputs;
}

/** `key=value` pairs; a key that is given twice is refused. */
export function tagsOf(pairs: readonly string[]): Readonly<Record<string, string>> {
  const tags = new Map<string, string>();
  for (const pair of pairs) {
    const equals = pair.indexOf("=");
    if (equals < 1) throw new UsageError(`--tag cannot be "${pair}": it is KEY=VALUE.`);
    const key = pair.slice(0, equals);
    if (tags.has(key)) throw new UsageError(`--tag ${key} was given twice.`);
    tags.set(key, pair.slice(equals + 1));
  }
  return Object.fromEntries(tags);
}
