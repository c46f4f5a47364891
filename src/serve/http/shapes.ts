// `_shape`: how rows stand in an answer.

import type { Infinities, SqlValue } from "../../operations/serving.ts";
import { bytesAnswer, textAnswer } from "./answers.ts";
import type { Arguments } from "./arguments.ts";
import { badRequest } from "./failure.ts";
import { Json, jsonText } from "./json-text.ts";
import { tildeEncode } from "./tilde.ts";

export type Shape = "objects" | "arrays" | "array" | "arrayfirst" | "object";
/** A value as it is shown: a label may stand beside it. */
export type Shown = SqlValue | Json | ReadonlyMap<string, SqlValue>;

const shapes: readonly Shape[] = ["objects", "arrays", "array", "arrayfirst", "object"];

export function shapeOf(args: Arguments): Shape {
  const wanted = args.get("_shape") ?? "objects";
  const shape = shapes.find((one) => one === wanted);
  if (shape === undefined) throw badRequest(`Invalid _shape: ${wanted}`);
  return shape;
}

export interface Rows {
  /** Two columns of a query may have one name. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Shown[])[];
  /** What names each row, where something does. */
  readonly keys: readonly (readonly SqlValue[])[] | null;
  /** The rows as objects in UTF-8, ", " between them, where `takesObjects` allows it; `rows` and `keys` are empty then. */
  readonly objects?: Uint8Array | null;
}

/** Whether rows that are written as objects where they are read can go into the answer as they are. */
export function takesObjects(args: Arguments): boolean {
  const shape = shapeOf(args);
  const changing = ["_json", "_json_infinity", "_nl", "_label", "_labels", "_text_size"];
  return (shape === "objects" || shape === "array") && !changing.some((name) => args.has(name));
}

export interface Shaping {
  readonly args: Arguments;
  /** The document around the rows, for the shapes that have one. */
  readonly document: (rows: Json) => Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Where rows go that are bytes already. A NUL stands in no JSON: it is escaped there. */
const rowsMark = "\0";

/** Throws an `HttpError` for a shape that these rows cannot have. */
export function shapedAnswer(found: Rows, { args, document, headers = {} }: Shaping): Response {
  const shape = shapeOf(args);
  const infinities: Infinities = args.isOn("_json_infinity") ? "words" : "null";
  const type = "application/json; charset=utf-8";
  if (found.objects != null) {
    const [before = "", after = ""] = shape === "array" ? [] : jsonText(document(new Json(rowsMark))).split(rowsMark);
    const body = Buffer.concat([Buffer.from(`${before}[`), found.objects, Buffer.from(`]${after}`)]);
    return bytesAnswer(body, type, { headers });
  }
  const parsed = withJson(found, args.all("_json"));
  if (shape === "array" && args.isOn("_nl")) {
    const lines = objects(parsed, infinities).map((text) => text);
    return textAnswer(lines.join("\n"), "text/plain; charset=utf-8", { headers });
  }
  return textAnswer(textOf(shape, parsed, infinities, document), type, { headers });
}

function textOf(shape: Shape, found: Rows, infinities: Infinities, document: Shaping["document"]): string {
  switch (shape) {
    case "objects":
      return jsonText(document(listOf(objects(found, infinities))), infinities);
    case "arrays":
      return jsonText(document(listOf(found.rows.map((row) => jsonText(row, infinities)))), infinities);
    case "array":
      return listOf(objects(found, infinities)).text;
    case "arrayfirst":
      return jsonText(
        found.rows.map((row) => row[0]),
        infinities,
      );
    case "object":
      return byKey(found, infinities);
  }
}

function listOf(texts: readonly string[]): Json {
  return new Json(`[${texts.join(", ")}]`);
}

function objects({ columns, rows }: Rows, infinities: Infinities): string[] {
  const heads = distinct(columns).map((name) => `${JSON.stringify(name)}: `);
  return rows.map((row) => `{${heads.map((head, at) => head + jsonText(row[at], infinities)).join(", ")}}`);
}

function byKey(found: Rows, infinities: Infinities): string {
  const { keys } = found;
  if (keys === null) throw badRequest("_shape=object is only available on tables");
  if (keys.some((key) => key.length === 0))
    throw badRequest("_shape=object not available for tables with no primary keys");
  const members = objects(found, infinities).map((text, at) => `${JSON.stringify(keyText(keys[at] ?? []))}: ${text}`);
  return `{${members.join(", ")}}`;
}

/** As it stands in the address of a row. */
export function keyText(values: readonly SqlValue[]): string {
  return values.map((value) => (value === null ? "$null" : tildeEncode(String(value)))).join(",");
}

/** `name`, `name_2`, …: no value is lost because another has its name. */
export function distinct(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let count = 2; seen.has(free) || (free !== name && names.includes(free)); count++) free = `${name}_${count}`;
    seen.add(free);
    return free;
  });
}

function withJson(found: Rows, names: readonly string[]): Rows {
  if (names.length === 0) return found;
  const rows = found.rows.map((row) =>
    row.map((value, at) => (names.includes(found.columns[at] ?? "") ? parsed(value) : value)),
  );
  return { ...found, rows };
}

function parsed(value: Shown): Shown {
  if (typeof value !== "string") return value;
  try {
    JSON.parse(value);
    return new Json(value);
  } catch {
    // Text that is no JSON stays text.
    return value;
  }
}
