// Format: docs/formats/pinocchio-sem-frames.md

import type { Artifact, Line } from "../artifacts/artifact.ts";
import { parseJson } from "../base/json.ts";
import type { BundleWriter } from "../bundle/writer.ts";
import { Claim, type Importer } from "./importer.ts";
import { claimOfFirst } from "./shared/head-records.ts";
import { isSemFrame, SemRecorder } from "./shared/sem-recorder.ts";

const ID = "pinocchio-sem-frames";

export const pinocchioSemFrames: Importer = {
  id: ID,
  title: "Pinocchio SEM frames (JSON lines)",
  spec: "docs/formats/pinocchio-sem-frames.md",
  version: 1,
  appendOnly: true,
  sniff({ head }) {
    return claimOfFirst(head, (record) => (isSemFrame(record) ? Claim.marker : Claim.no));
  },
  async read(artifact: Artifact, into) {
    const recorder = new SemRecorder();
    for await (const lines of artifact.lines()) {
      for (const line of lines) readLine(line, recorder, into);
    }
    recorder.finish();
  },
};

function readLine(line: Line, recorder: SemRecorder, into: BundleWriter): void {
  if (line.text.trim() === "") return; // A blank line says nothing.
  const result = parseJson(line.text);
  if (!result.ok || line.flaw === "too-long") {
    const reason = result.ok ? "it is longer than the limit" : result.reason;
    into.issue(
      { severity: "data_loss", code: `${ID}.bad-line`, message: `The line is no JSON: ${reason}.`, raw: line.text },
      line,
    );
    return;
  }
  recorder.frame(result.node, line.text, into, line);
  if (isSemFrame(result.node)) return;
  into.issue(
    {
      severity: "warning",
      code: `${ID}.not-sem`,
      message: "The line is JSON, but no SEM envelope; it is kept as an event without its meaning.",
      raw: line.text,
    },
    line,
  );
}
