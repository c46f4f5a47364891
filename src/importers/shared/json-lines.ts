// JSON lines in which a line that cannot be read is said as an issue and does not stop the others.

import type { Artifact, Line } from "../../artifacts/artifact.ts";
import { type JsonNode, parseJson } from "../../base/json.ts";
import type { BundleWriter } from "../../bundle/writer.ts";

/** Gives each line that is JSON to `use`; blank lines say nothing. Issues: `<importer>.bad-line`, `<importer>.invalid-utf8`. */
export async function eachJsonLine(
  artifact: Artifact,
  importer: string,
  into: BundleWriter,
  use: (record: JsonNode, line: Line) => void,
): Promise<void> {
  for await (const lines of artifact.lines()) {
    for (const line of lines) {
      const record = readLine(line, importer, into);
      if (record !== null) use(record, line);
    }
  }
}

function readLine(line: Line, importer: string, into: BundleWriter): JsonNode | null {
  if (line.text.trim() === "") return null;
  const result = line.flaw === "too-long" ? ({ ok: false, reason: "it is too long" } as const) : parseJson(line.text);
  if (!result.ok) {
    const message = `The line could not be read as JSON: ${result.reason}.`;
    into.issue({ severity: "data_loss", code: `${importer}.bad-line`, message, raw: line.text }, line);
    return null;
  }
  if (line.flaw === "invalid-utf8") {
    const message = "The line has bytes that are no UTF-8; they are shown as U+FFFD.";
    into.issue({ severity: "warning", code: `${importer}.invalid-utf8`, message, raw: line.text }, line);
  }
  return result.node;
}
