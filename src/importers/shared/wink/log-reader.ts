// Reads the lines of a WINK log, wherever they lie: rows of `logs`, and what its transcript lines tell.

import type { Line } from "../../../artifacts/artifact.ts";
import { parseJson } from "../../../base/json.ts";
import type { At, BundleWriter, Row } from "../../../bundle/writer.ts";
import { isBlank } from "./blank-line.ts";
import { readLogLine, TRANSCRIPT_EVENT } from "./log-line.ts";
import type { Transcript } from "./transcript.ts";

/**
 * What transcript lines are: `both` rows of logs and messages, messages only (a `transcript` file), or (`auto`) messages
 * only when the first records of the file are nothing else.
 */
export type TranscriptReading = "both" | "transcript" | "auto";

/** Records that decide what an `auto` file is. */
const DECIDING_RECORDS = 1000;
const DECIDING_CHARACTERS = 4 * 1024 * 1024;

/** Give it all lines in order, then `end`; the transcript is ended by its owner. */
export class LogReader {
  #reading: TranscriptReading;
  /** Log rows of transcript lines, until it is known whether the file is a log or a transcript. */
  #held: { readonly row: Row<"logs">; readonly at: At }[] = [];
  #heldCharacters = 0;
  #toldOtherKeys = false;
  readonly #into: BundleWriter;
  readonly #transcript: Transcript;

  constructor(into: BundleWriter, transcript: Transcript, reading: TranscriptReading) {
    this.#into = into;
    this.#transcript = transcript;
    this.#reading = reading;
  }

  line(line: Line): void {
    const { text } = line;
    if (line.flaw === "too-long") {
      this.#bad(line, "The line is longer than the limit; its bytes are kept with the originals");
      return;
    }
    const result = readLogLine(text);
    if ("fault" in result) {
      // A blank line is no record.
      if (!isBlank(text)) this.#bad(line, result.fault);
      return;
    }
    if (line.flaw !== null) this.#issue("invalid-utf8", "Bytes that are no UTF-8 are shown as U+FFFD", line);
    if (result.unreadableTime !== null) {
      this.#issue("unreadable-time", "The timestamp is no time that can be read; the row has none", line);
    }
    if (result.otherKeys.length > 0) this.#tellOtherKeys(result.otherKeys, line);
    if (result.row.event === TRANSCRIPT_EVENT && this.#addEntry(result.row, line))
      this.#transcriptLine(result.row, line);
    else this.#plainLine(result.row, line);
  }

  end(): void {
    // Nothing but transcript lines: a transcript. No record at all: nothing is held.
    this.#held = [];
  }

  #plainLine(row: Row<"logs">, at: At): void {
    if (this.#reading === "auto") this.#becomeLog();
    this.#into.log(row, at);
  }

  #transcriptLine(row: Row<"logs">, at: Line): void {
    if (this.#reading === "both") this.#into.log(row, at);
    if (this.#reading !== "auto") return;
    this.#held.push({ row, at: { number: at.number, byteOffset: at.byteOffset } });
    this.#heldCharacters += at.text.length;
    if (this.#held.length < DECIDING_RECORDS && this.#heldCharacters < DECIDING_CHARACTERS) return;
    this.#reading = "transcript";
    this.#held = [];
  }

  #becomeLog(): void {
    this.#reading = "both";
    for (const { row, at } of this.#held) this.#into.log(row, at);
    this.#held = [];
  }

  /** False when the line has no context that could be an entry. */
  #addEntry(row: Row<"logs">, at: At): boolean {
    const context = parseJson(row.context ?? "");
    if (!context.ok || context.node.kind !== "object") return false;
    this.#transcript.add(context.node, row.timestamp ?? null, this.#into, at);
    return true;
  }

  #tellOtherKeys(keys: readonly string[], at: At): void {
    if (this.#toldOtherKeys) return;
    this.#toldOtherKeys = true;
    const names = keys.slice(0, 10).join(", ");
    this.#into.issue(
      {
        severity: "info",
        code: "wink-log.other-keys",
        message: `Records have keys that are no column and stay in the original lines, first here: ${names}`,
      },
      at,
    );
  }

  #issue(kind: string, message: string, line: Line): void {
    this.#into.issue({ severity: "warning", code: `wink-log.${kind}`, message, raw: line.text }, line);
  }

  #bad(line: Line, message: string): void {
    this.#into.issue({ severity: "data_loss", code: "wink-log.bad-line", message, raw: line.text }, line);
  }
}
