// Format: docs/formats/overstory-text-log.md

import type { Claim, Importer } from "./importer.ts";
import { claimOfTextLog, readTextLog } from "./shared/text-log.ts";

const ID = "overstory-text-log";

/** `[2026-05-10T09:00:00.000Z] INFO tool.end toolName=Bash durationMs=456` */
const FIRST_LINE =
  /^\[(?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)\] (?<level>DEBUG|INFO|WARN|ERROR) (?<event>\S+)(?: (?<message>[^\s=]+=.*))?$/;

export const overstoryTextLog = {
  id: ID,
  title: "overstory session.log of an agent",
  spec: "docs/formats/overstory-text-log.md",
  version: 1,
  appendOnly: true,
  sniff: (artifact): Claim => claimOfTextLog(artifact, FIRST_LINE),
  read: (artifact, into) => readTextLog(artifact, FIRST_LINE, ID, into),
} satisfies Importer;
