// Words in all that a bundle says.

import { jsonAnswer } from "../http/answers.ts";
import { badRequest } from "../http/failure.ts";
import { quotedWords } from "../table/search.ts";
import type { Visit } from "../visit.ts";
import { countFrom, rowOf, rowsOf } from "./ask.ts";
import { snippet, wordsOf } from "./snippet.ts";
import type { LogScan, SearchHit, SearchResults } from "./types.ts";

const textOfLog = "coalesce(event, '') || ' ' || coalesce(message, '') || ' ' || coalesce(context, '')";

/** Where the text of a hit stands, and how its row is called. */
const places: Readonly<Record<string, { readonly name: string; readonly time: string; readonly text: string }>> = {
  messages: { name: "role", time: "timestamp", text: "coalesce(content, '') || ' ' || coalesce(content_json, '')" },
  tool_calls: {
    name: "tool_name",
    time: "timestamp",
    text: "coalesce(tool_name, '') || ' ' || coalesce(params, '') || ' ' || coalesce(result_message, '') || ' ' || coalesce(rendered_output, result_value, '')",
  },
  prompt_events: {
    name: "prompt_name",
    time: "timestamp",
    text: "coalesce(prompt_name, '') || ' ' || coalesce(rendered_text, '') || ' ' || coalesce(output, '') || ' ' || coalesce(error_message, '')",
  },
  errors: {
    name: "error_class",
    time: "timestamp",
    text: "coalesce(error_type, '') || ' ' || coalesce(message, '') || ' ' || coalesce(stack, '')",
  },
  files: { name: "path", time: "captured_at", text: "path || ' ' || coalesce(content, '')" },
  documents: { name: "key", time: "timestamp", text: "coalesce(key, '') || ' ' || coalesce(payload, '')" },
  logs: { name: "event", time: "timestamp", text: textOfLog },
  events: { name: "event_type", time: "timestamp", text: "coalesce(event_type, '') || ' ' || coalesce(payload, '')" },
};

/** Characters of a text in which the words are looked for. */
const lookedAt = 200_000;
/** Hits whose rows are looked at when they must be of one session, and at one time. */
const mostLookedAt = 2_000;
const atOnce = 50;
/** Log records that a scan looks at. */
const mostScanned = 200_000;

export async function searchAnswer(asking: Visit): Promise<Response> {
  // To rank what is found, all of it is looked at.
  const visit: Visit = { ...asking, lane: "scan" };
  const text = visit.args.get("q") ?? "";
  const words = wordsOf(text);
  if (words.length === 0) throw badRequest("Give words to look for: ?q=timeout");
  const table = visit.args.get("table");
  if (table !== null && !Object.hasOwn(places, table)) throw badRequest(`There is no index over "${table}".`);
  const size = countFrom(visit, "_size", 50, 200);
  const scope = await rowOf<{ search: SearchResults["scope"] }>(visit, "SELECT search FROM _meta");
  const session = visit.args.get("session");
  // Whose session it is says only the row, so that more are looked at.
  const most = session === null ? size + 1 : mostLookedAt;
  const found = await indexed(visit, quotedWords(text), table, most);
  const known: SearchHit[] = [];
  for (let at = 0; at < found.length && known.length <= size; at += atOnce) {
    const hits = await Promise.all(found.slice(at, at + atOnce).map((hit) => hitOf(visit, hit, words)));
    for (const hit of hits) if (hit !== null && (session === null || hit.session_id === session)) known.push(hit);
  }
  const truncated = known.length > size || found.length === most;
  const logs = visit.args.isOn("logs") && scope?.search !== "full" ? await scan(visit, words, session, size) : null;
  return jsonAnswer({
    ok: true,
    scope: scope?.search ?? "none",
    hits: known.slice(0, size),
    truncated,
    logs,
  } satisfies SearchResults);
}

interface Found {
  readonly origin_table: string;
  readonly origin_id: number;
}

function indexed(visit: Visit, match: string, table: string | null, limit: number): Promise<Found[]> {
  const only = table === null ? "" : " AND origin_table = :table";
  const sql = `SELECT origin_table, origin_id FROM search WHERE text MATCH :match${only} ORDER BY rank LIMIT ${limit}`;
  return rowsOf<Found>(visit, sql, { match, ...(table === null ? {} : { table }) });
}

interface HitRow {
  readonly id: number;
  readonly timestamp: string | null;
  readonly session_id: string | null;
  readonly name: string | null;
  readonly text: string;
}

/** Null: the row is hidden, as one of an older copy is. */
async function hitOf(
  visit: Visit,
  { origin_table: table, origin_id: id }: Found,
  words: readonly string[],
): Promise<SearchHit | null> {
  const place = places[table];
  if (place === undefined) return null;
  const sql = `SELECT id, ${place.time} AS timestamp, session_id, ${place.name} AS name, substr(${place.text}, 1, ${lookedAt}) AS text
    FROM ${table} WHERE id = :id`;
  const row = await rowOf<HitRow>(visit, sql, { id });
  return row === null ? null : hit(table, row, words);
}

function hit(table: string, { id, timestamp, session_id, name, text }: HitRow, words: readonly string[]): SearchHit {
  return { table, id, timestamp, session_id, name, snippet: snippet(text, words) };
}

/** Records that are not in the index, from the newest back, as far as the bound goes; those without a time come last. */
async function scan(visit: Visit, words: readonly string[], session: string | null, limit: number): Promise<LogScan> {
  const values = Object.fromEntries(words.map((word, at) => [`w${at}`, `%${word.replace(/[\\%_]/g, "\\$&")}%`]));
  const holds = words.map((_, at) => `text LIKE :w${at} ESCAPE '\\'`);
  const only = session === null ? [] : ["session_id = :session"];
  const newest = `SELECT id, timestamp, session_id, event AS name, ${textOfLog} AS text, severity FROM logs
    ORDER BY timestamp DESC LIMIT ${mostScanned}`;
  // The index has those from WARNING (13) up.
  const isLeftOut = ["ifnull(severity, 0) < 13", ...only, ...holds].join(" AND ");
  const sql = `SELECT id, timestamp, session_id, name, substr(text, 1, ${lookedAt}) AS text FROM (${newest}) WHERE ${isLeftOut} LIMIT ${limit}`;
  const [rows, total] = await Promise.all([
    rowsOf<HitRow>(visit, sql, { ...values, ...(session === null ? {} : { session }) }),
    rowOf<{ n: number }>(visit, "SELECT count(*) AS n FROM logs"),
  ]);
  const last = rows.length < limit ? undefined : rows.at(-1);
  const scanned = last === undefined ? (total?.n ?? 0) : await countBackTo(visit, last);
  return {
    hits: rows.map((row) => hit("logs", row, words)),
    scanned: Math.min(scanned, mostScanned),
    is_whole: last === undefined && (total?.n ?? 0) <= mostScanned,
  };
}

/** How many records stand before the one at which the scan ended, about: those of its time are all counted. */
async function countBackTo(visit: Visit, { timestamp }: HitRow): Promise<number> {
  const where = timestamp === null ? "1" : "timestamp >= :timestamp";
  const found = await rowOf<{ n: number }>(visit, `SELECT count(*) AS n FROM logs WHERE ${where}`, { timestamp });
  return found?.n ?? 0;
}
