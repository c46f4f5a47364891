// Format: docs/formats/overstory-errors-log.md

import type { Line } from "../artifacts/artifact.ts";
import { readTime } from "../base/time.ts";
import type { BundleWriter } from "../bundle/writer.ts";
import { Claim, type Importer } from "./importer.ts";

const ID = "overstory-errors-log";
const RULE = "=".repeat(72);
/** A block of more lines is said as it is, and not read: a stack has not so many. */
const MOST_LINES = 10_000;

export const overstoryErrorsLog = {
  id: ID,
  title: "overstory errors.log of an agent",
  spec: "docs/formats/overstory-errors-log.md",
  version: 1,
  appendOnly: true,
  sniff(artifact) {
    const [rule, stamp, event] = new TextDecoder().decode(artifact.head.subarray(0, 4096)).trimStart().split(/\r?\n/);
    const isBlock = rule === RULE && stamp?.startsWith("Timestamp: ") && event?.startsWith("Event:     ");
    return isBlock ? Claim.marker : Claim.no;
  },
  async read(artifact, into) {
    let block: Line[] = [];
    for await (const lines of artifact.lines()) {
      for (const line of lines) {
        const isRule = line.text === RULE;
        if (!isRule && block.length < MOST_LINES) block.push(line);
        if (!isRule && block.length < MOST_LINES) continue; // The block goes on.
        writeBlock(block, into);
        block = [];
      }
    }
    writeBlock(block, into);
  },
} satisfies Importer;

/** What stands between two rules: a block, or the blank between two blocks. */
function writeBlock(lines: readonly Line[], into: BundleWriter): void {
  const [first] = lines;
  const text = lines.map((line) => line.text).join("\n");
  if (first === undefined || text.trim() === "") return; // Between two blocks.
  const stamp = field(lines, "Timestamp:");
  if (!first.text.startsWith("Timestamp:")) {
    const message = "The text between two rules is no block of an error.";
    into.issue({ severity: "data_loss", code: `${ID}.bad-block`, message, raw: text }, first);
    return;
  }
  const time = stamp === null ? null : readTime(stamp);
  if (time === null) {
    into.issue(
      { severity: "warning", code: `${ID}.bad-time`, message: "The block states no readable time.", raw: stamp },
      first,
    );
  }
  const when = { timestamp: time?.utc ?? null, time_assumed: time?.zone === "assumed" ? 1 : 0 };
  const event = field(lines, "Event:");
  const { error_type, message } = errorOf(text);
  // Without a level, which the block does not state: the error itself is said once, by the next row.
  into.log({ ...when, logger: field(lines, "Agent:"), event, message, context: field(lines, "Data:") }, first);
  const stack = /^Stack Trace:\n([\s\S]*)/m.exec(text)?.[1]?.trimEnd();
  into.error({ ...when, error_class: "runtime", error_code: event, error_type, message, stack }, first);
}

/** The rest of the line that begins with a label, among the first lines; null if there is none. */
function field(lines: readonly Line[], label: string): string | null {
  const line = lines.slice(0, 4).find(({ text }) => text.startsWith(label));
  return line === undefined ? null : line.text.slice(label.length).trim();
}

/** `Error:     TypeError: what it says`, whose message may go on over lines until the blank one before the stack. */
function errorOf(text: string): { readonly error_type: string | null; readonly message: string | null } {
  const stated = /^Error: {5}([\s\S]*?)(?=\n\nStack Trace:\n|\n\nCaused by: |(?![\s\S]))/m.exec(text)?.[1]?.trimEnd();
  if (stated === undefined) return { error_type: null, message: null };
  const colon = stated.indexOf(": ");
  if (colon < 0) return { error_type: null, message: stated };
  return { error_type: stated.slice(0, colon), message: stated.slice(colon + 2) };
}
