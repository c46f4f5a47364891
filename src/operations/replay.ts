// Takes one conversation, or one session, out of a bundle: a folder that, imported, gives the same rows.

import type { Database } from "bun:sqlite";
import { basename } from "node:path";
import { openBundle } from "../bundle/open.ts";
import { occurrencesOf, partsOf, type StoredPart, type StoredSource, storedSource } from "../bundle/originals.ts";
import { chooseReplay, sessionsOfConversation } from "../bundle/replay/choice.ts";
import { type ReplayRow, replayRows } from "../bundle/replay/rows.ts";
import { type ReplaySource, replaySources } from "../bundle/replay/sources.ts";
import { FolderTarget } from "./extract-folder.ts";
import { Originals } from "./originals.ts";
import { replayHeader, replayLine } from "./replay-line.ts";
import { SafeNames } from "./safe-names.ts";
import { sessionsCalled } from "./viewing/session-names.ts";

export interface ReplayOptions {
  readonly bundle: string;
  /** A conversation's id; else a session's id or an agent's name. */
  readonly conversation: string;
  /** A folder; null: one beside, named after the bundle and the conversation. */
  readonly output: string | null;
  readonly overwrite: "refuse" | "replace";
}

export interface ReplayFile {
  readonly path: string;
  /** original: the bytes as they were found; rows: what a source says of this conversation only. */
  readonly kind: "original" | "rows";
  readonly rowCount: number | null;
  readonly sourceKey: string;
}

export interface ReplayReport {
  readonly output: string;
  readonly conversation: string;
  readonly sessions: readonly string[];
  readonly files: readonly ReplayFile[];
}

export async function replay({ bundle: path, conversation, output, overwrite }: ReplayOptions): Promise<ReplayReport> {
  const bundle = openBundle(path);
  const originals = new Originals(bundle);
  try {
    // Only for temporary tables: the file itself is open for reading.
    bundle.db.exec("PRAGMA query_only = OFF");
    const sessions = choose(bundle.db, conversation);
    const folder = output ?? defaultOutput(path, conversation);
    const planned = plan(bundle.db, conversation);
    const target = new FolderTarget(folder, overwrite, planned);
    for (const file of planned)
      await target.write(file, () =>
        file.kind === "original" ? originals.bytes(file.source, file.part) : lines(file.lines),
      );
    await target.commit();
    const files = planned.map(({ writtenAs, kind, rowCount, sourceKey }) => ({
      path: writtenAs,
      kind,
      rowCount,
      sourceKey,
    }));
    return { output: folder, conversation, sessions, files };
  } finally {
    originals.close();
    bundle.close();
  }
}

function choose(db: Database, name: string): readonly string[] {
  const isConversation = db.query("SELECT 1 FROM conversations WHERE conversation_id = ?").get(name) !== null;
  const sessions = isConversation ? sessionsOfConversation(db, name) : sessionsCalled(db, name);
  chooseReplay(db, { sessions, conversation: isConversation ? name : null });
  return sessions;
}

function defaultOutput(bundle: string, conversation: string): string {
  return `${basename(bundle).replace(/\.db$/i, "")}-${new SafeNames().pathFor(conversation.replaceAll("/", "_"))}`;
}

type Planned = { readonly writtenAs: string; readonly rowCount: number | null; readonly sourceKey: string } & (
  | { readonly kind: "original"; readonly source: StoredSource; readonly part: StoredPart }
  | { readonly kind: "rows"; readonly lines: readonly string[] }
);

function plan(db: Database, conversation: string): Planned[] {
  const names = new SafeNames();
  return replaySources(db).flatMap((source) =>
    source.is_whole === 1 ? wholeSource(db, source, names) : cutSource(db, source, conversation, names),
  );
}

/** In the tree in which it was found: its place says whose the rows are that state no session. */
function wholeSource(db: Database, found: ReplaySource, names: SafeNames): Planned[] {
  const source = storedSource(db, found.source_id);
  const [place] = occurrencesOf(db, found.source_id);
  if (source === null || place === undefined) throw new Error(`Source ${found.source_id} has no place`);
  return partsOf(db, found.source_id).map((part) => ({
    kind: "original",
    source,
    part,
    writtenAs: names.pathFor(`originals/${place.path}${part.suffix}`),
    rowCount: null,
    sourceKey: found.source_key,
  }));
}

/** A folder for each file, so that no row is taken for that of a neighbour's session. */
function cutSource(db: Database, source: ReplaySource, conversation: string, names: SafeNames): Planned[] {
  const name = `${(source.path ?? "source").split(/[/!]+/).at(-1)}.replay.ndjson`;
  return (["with session", "without session"] as const).flatMap((owned) => {
    const rows: ReplayRow[] = [...replayRows(db, source.source_id, owned)];
    if (rows.length === 0) return [];
    const folder = `rows/${source.source_key.slice(0, 12)}${owned === "with session" ? "" : "-no-session"}`;
    return [
      {
        kind: "rows" as const,
        lines: [replayHeader(source, conversation), ...rows.map(replayLine)],
        writtenAs: names.pathFor(`${folder}/${name}`),
        rowCount: rows.length,
        sourceKey: source.source_key,
      },
    ];
  });
}

async function* lines(texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(`${text}\n`);
}
