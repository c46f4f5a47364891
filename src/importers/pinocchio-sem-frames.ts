// Format: docs/formats/pinocchio-sem-frames.md

import type { Artifact, Line } from "../artifacts/artifact.ts";
import type { JsonNode } from "../base/json.ts";
import type { BundleWriter } from "../bundle/writer.ts";
import { Claim, type Importer } from "./importer.ts";
import { claimOfFirst } from "./shared/head-records.ts";
import { eachJsonLine } from "./shared/json-lines.ts";
import { isSemFrame, SemRecorder } from "./shared/pinocchio/sem-recorder.ts";

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
    await eachJsonLine(artifact, ID, into, (record, line) => readFrame(record, line, recorder, into));
    recorder.finish();
  },
};

function readFrame(record: JsonNode, line: Line, recorder: SemRecorder, into: BundleWriter): void {
  recorder.frame(record, line.text, into, line);
  if (isSemFrame(record)) return;
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
