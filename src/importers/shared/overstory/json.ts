// overstory's small JSON files: one object, or an array of them, each kept as a document.

import type { Artifact } from "../../../artifacts/artifact.ts";
import { type JsonNode, parseJson } from "../../../base/json.ts";
import { readTime } from "../../../base/time.ts";
import type { BundleWriter } from "../../../bundle/writer.ts";
import { Claim, type Importer } from "../../importer.ts";
import { type JsonPrefix, readJsonPrefix } from "../json-prefix.ts";

/** A longer file stays in the originals only. */
const MAXIMUM_BYTES = 100_000_000;

export interface JsonFormat {
  /** Of the documents. */
  readonly kind: string;
  readonly shape: "object" | "array";
  /** Members that the object, or the first of the array, must have. */
  readonly members: readonly string[];
  /** Members that give the document its columns. */
  readonly key: string | null;
  readonly time: string | null;
  readonly session: string | null;
}

interface JsonFormats {
  readonly id: string;
  readonly title: string;
  readonly formats: readonly JsonFormat[];
}

export function overstoryJson({ id, title, formats }: JsonFormats): Importer {
  return {
    id,
    title,
    spec: `docs/formats/${id}.md`,
    version: 1,
    sniff: (artifact) => (formatOf(headOf(artifact), formats) === undefined ? Claim.no : Claim.marker),
    async read(artifact, into) {
      const format = formatOf(headOf(artifact), formats);
      for (const { node, number } of await wholeRecords(artifact, id, into)) {
        if (format !== undefined) writeDocument(node, number, format, id, into);
      }
    },
  };
}

export interface JsonHead {
  readonly shape: "object" | "array";
  /** Of the object, or of the first object of the array. */
  readonly members: JsonPrefix;
}

/** What the head of a JSON file tells; no members when it is no JSON object and no array of objects. */
export function headOf(artifact: Artifact): JsonHead {
  if (artifact.store !== null || artifact.archive !== null) return { shape: "object", members: new Map() };
  const text = new TextDecoder().decode(artifact.head).trimStart();
  if (!text.startsWith("[")) return { shape: "object", members: readJsonPrefix(text) };
  return { shape: "array", members: readJsonPrefix(text.slice(1).trimStart()) };
}

export interface JsonRecord {
  readonly node: JsonNode;
  /** Its place in the array, from 1. */
  readonly number: number;
}

/** The object that the file is, or those of its array; what else the array holds is an issue. */
export async function wholeRecords(
  artifact: Artifact,
  importer: string,
  into: BundleWriter,
): Promise<readonly JsonRecord[]> {
  const result = parseJson(new TextDecoder().decode(await artifact.bytes(MAXIMUM_BYTES)));
  if (!result.ok) throw new Error(`The file is no JSON: ${result.reason}.`);
  if (result.node.kind === "object") return [{ node: result.node, number: 1 }];
  const records = result.node.items().map((node, index) => ({ node, number: index + 1 }));
  return records.filter(({ node, number }) => {
    if (node.kind === "object") return true;
    const message = `Entry ${number} is no object but a ${node.kind}.`;
    into.issue({ severity: "data_loss", code: `${importer}.bad-entry`, message, raw: node.raw }, { number });
    return false;
  });
}

function formatOf(head: JsonHead, formats: readonly JsonFormat[]): JsonFormat | undefined {
  return formats.find(
    (format) => format.shape === head.shape && format.members.every((member) => head.members.has(member)),
  );
}

function writeDocument(node: JsonNode, number: number, format: JsonFormat, importer: string, into: BundleWriter): void {
  const text = (member: string | null) => (member === null ? null : (node.get(member)?.string() ?? null));
  const stamp = text(format.time);
  const time = stamp === null ? null : readTime(stamp);
  if (stamp !== null && time === null) {
    const message = `"${format.time}" of entry ${number} states no readable time.`;
    into.issue({ severity: "warning", code: `${importer}.bad-time`, message, raw: stamp }, { number });
  }
  into.document(
    {
      kind: format.kind,
      key: text(format.key),
      session_id: text(format.session),
      timestamp: time?.utc,
      time_assumed: time?.zone === "assumed" ? 1 : 0,
      payload: node.raw,
    },
    { number },
  );
}
