// Format: docs/formats/overstory-runner-log.md

import type { Claim, Importer } from "./importer.ts";
import { claimOfTextLog, readTextLog } from "./shared/text-log.ts";

const ID = "overstory-runner-log";

/** `2026-05-10T09:05:00.100Z [warn] failed to write turn.pid: EACCES` */
const FIRST_LINE =
  /^(?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) \[(?<level>debug|info|warn|error)\] (?<message>.+)$/;

export const overstoryRunnerLog = {
  id: ID,
  title: "overstory runner.log of an agent's turn",
  spec: "docs/formats/overstory-runner-log.md",
  version: 1,
  appendOnly: true,
  sniff: (artifact): Claim => claimOfTextLog(artifact, FIRST_LINE),
  read: (artifact, into) => readTextLog(artifact, FIRST_LINE, ID, into),
} satisfies Importer;
