// The files of archives as a tree, and their content.

import { jsonAnswer } from "../http/answers.ts";
import { badRequest, notFound } from "../http/failure.ts";
import type { Visit } from "../visit.ts";
import { rowOf, rowsOf } from "./ask.ts";
import type { FileContent, FileEntry, FileFolder, Files } from "./types.ts";

const mostEntries = 5_000;
/** Characters of a text that are sent at once. */
const mostText = 1024 * 1024;

const columns = `f.id, f.path, f.archive_id, f.session_id, f.size_bytes, f.content_type, f.is_binary, f.content_hash, f.captured_at,
  (SELECT count(*) FROM files AS o WHERE o.path = f.path) AS version_count`;

export async function filesAnswer(visit: Visit): Promise<Response> {
  const folder = (visit.args.get("folder") ?? "").replace(/\/+$/, "");
  const prefix = folder === "" ? "" : `${folder}/`;
  const archive = visit.args.get("archive");
  const values = { prefix, ...ends(prefix), ...(archive === null ? {} : { archive }) };
  // A range of the index on paths: all that begins with the prefix.
  const inFolder = `(:prefix = '' OR (f.path >= :prefix AND f.path < :end))${archive === null ? "" : " AND f.archive_id = :archive"}`;
  const rest = "substr(f.path, length(:prefix) + 1)";
  const folderSql = `SELECT substr(${rest}, 1, instr(${rest}, '/') - 1) AS name, count(*) AS file_count, sum(f.size_bytes) AS size_bytes
    FROM files AS f WHERE ${inFolder} AND instr(${rest}, '/') > 0 GROUP BY 1 ORDER BY 1 LIMIT ${mostEntries + 1}`;
  const fileSql = `SELECT ${columns} FROM files AS f WHERE ${inFolder} AND instr(${rest}, '/') = 0
    ORDER BY f.path, f.captured_at DESC, f.id LIMIT ${mostEntries + 1}`;
  const [folders, files] = await Promise.all([
    rowsOf<FileFolder>(visit, folderSql, values),
    rowsOf<FileEntry>(visit, fileSql, values),
  ]);
  return jsonAnswer({
    ok: true,
    folder,
    folders: folders.slice(0, mostEntries),
    files: files.slice(0, mostEntries),
    truncated: folders.length > mostEntries || files.length > mostEntries,
  } satisfies Files);
}

/** "0" is the character behind "/". */
function ends(prefix: string): { end: string } {
  return { end: `${prefix.slice(0, -1)}0` };
}

export async function fileAnswer(visit: Visit): Promise<Response> {
  const id = visit.args.get("id") ?? "";
  if (!/^\d{1,19}$/.test(id)) throw badRequest("Name the file by its id: ?id=…");
  const sql = `SELECT ${columns}, substr(f.content, 1, ${mostText}) AS text, octet_length(f.content) > octet_length(substr(f.content, 1, ${mostText})) AS cut,
    (SELECT hex(substr(b.content, 1, 12)) FROM blobs AS b WHERE b.sha256 = f.content_hash) AS head
    FROM files AS f WHERE f.id = :id`;
  const found = await rowOf<FileEntry & { text: string | null; cut: number | null; head: string | null }>(visit, sql, {
    id: BigInt(id),
  });
  if (found === null) throw notFound("There is no such file in this bundle.");
  const { text, cut, head, ...file } = found;
  const versionSql = `SELECT ${columns} FROM files AS f WHERE f.path = :path AND f.id <> :id ORDER BY f.captured_at DESC, f.id LIMIT 100`;
  const versions = await rowsOf<FileEntry>(visit, versionSql, { path: file.path, id: BigInt(id) });
  return jsonAnswer({
    ok: true,
    file,
    text,
    truncated: cut === 1,
    image: imageType(head),
    versions,
  } satisfies FileContent);
}

/** By the first bytes, never by a name or by what the artifact says. */
function imageType(head: string | null): FileContent["image"] {
  if (head === null) return null;
  if (head.startsWith("89504E470D0A1A0A")) return "image/png";
  if (head.startsWith("FFD8FF")) return "image/jpeg";
  if (/^47494638(37|39)61/.test(head)) return "image/gif";
  return /^52494646.{8}57454250/.test(head) ? "image/webp" : null;
}
