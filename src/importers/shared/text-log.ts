// Logs for people: a record begins with a line of a known form, and lines of any other form go on with it.

import type { Artifact, Line } from "../../artifacts/artifact.ts";
import { severityNumber } from "../../base/severity.ts";
import { readTime } from "../../base/time.ts";
import type { BundleWriter } from "../../bundle/writer.ts";
import { Claim } from "../importer.ts";

/** A form of first lines: groups `time` and `level`, and `event` and `message` where the form has them. */
export type FirstLine = RegExp;

/** A record of more lines is cut in two: no message has so many, and a record is held in memory. */
const MOST_LINES = 1000;

/** Shape, when the head's first line begins a record and at least half of its lines do. */
export function claimOfTextLog(artifact: Artifact, form: FirstLine): Claim {
  if (artifact.store !== null || artifact.archive !== null) return Claim.no;
  const lines = new TextDecoder().decode(artifact.head).split(/\r?\n/).slice(0, 50);
  const written = lines.filter((line) => line.trim() !== "");
  const matching = written.filter((line) => form.test(line));
  const [first] = written;
  if (first === undefined || !form.test(first)) return Claim.no;
  return matching.length * 2 >= written.length ? Claim.shape : Claim.no;
}

export async function readTextLog(
  artifact: Artifact,
  form: FirstLine,
  importer: string,
  into: BundleWriter,
): Promise<void> {
  let record: Record | null = null;
  for await (const lines of artifact.lines()) {
    for (const line of lines) {
      const first = form.exec(line.text)?.groups;
      if (first === undefined && record !== null && record.rest.length < MOST_LINES) {
        record.rest.push(line.text);
        continue; // It goes on with the record before.
      }
      if (record !== null) writeRecord(record, importer, into);
      record = first === undefined ? null : { line, first, rest: [] };
      if (first === undefined) sayForeign(line, importer, into);
    }
  }
  if (record !== null) writeRecord(record, importer, into);
}

interface Record {
  readonly line: Line;
  readonly first: { readonly [group: string]: string | undefined };
  readonly rest: string[];
}

function writeRecord({ line, first, rest }: Record, importer: string, into: BundleWriter): void {
  const { time: stamp = "", level = "", event, message } = first;
  const time = readTime(stamp);
  if (time === null) {
    const issue = {
      severity: "warning",
      code: `${importer}.bad-time`,
      message: "The record states no readable time.",
    } as const;
    into.issue({ ...issue, raw: stamp }, line);
  }
  while (rest.at(-1)?.trim() === "") rest.pop();
  into.log(
    {
      timestamp: time?.utc,
      time_assumed: time?.zone === "assumed" ? 1 : 0,
      level,
      severity: severityNumber(level),
      event,
      message: message === undefined && rest.length === 0 ? null : [message ?? "", ...rest].join("\n"),
    },
    line,
  );
}

function sayForeign(line: Line, importer: string, into: BundleWriter): void {
  if (line.text.trim() === "") return; // A blank line is no record.
  const message = "The line begins no record, and none is before it.";
  into.issue({ severity: "data_loss", code: `${importer}.bad-line`, message, raw: line.text }, line);
}
