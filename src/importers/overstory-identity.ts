// Format: docs/formats/overstory-identity.md

import { readTime } from "../base/time.ts";
import { Claim, type Importer } from "./importer.ts";
import { identityAsJson } from "./shared/overstory/identity-yaml.ts";

const ID = "overstory-identity";
const MAXIMUM_BYTES = 10_000_000;
const FIRST_KEYS = ["name", "capability", "created", "sessionsCompleted"];

export const overstoryIdentity = {
  id: ID,
  title: "overstory identity.yaml of an agent",
  spec: "docs/formats/overstory-identity.md",
  version: 1,
  sniff(artifact) {
    const lines = new TextDecoder().decode(artifact.head.subarray(0, 8192)).split("\n");
    const keys = lines.map((line) => /^([A-Za-z]+):/.exec(line)?.[1]);
    return FIRST_KEYS.every((key, index) => keys[index] === key) ? Claim.marker : Claim.no;
  },
  async read(artifact, into) {
    const text = new TextDecoder().decode(await artifact.bytes(MAXIMUM_BYTES));
    const identity = identityAsJson(text);
    for (const { number, text: raw } of identity.strange) {
      const message = "The line has no place in an agent's identity.";
      into.issue({ severity: "data_loss", code: `${ID}.bad-line`, message, raw }, { number });
    }
    const time = identity.created === null ? null : readTime(identity.created);
    into.document({
      kind: "overstory.identity",
      key: identity.name,
      timestamp: time?.utc,
      time_assumed: time?.zone === "assumed" ? 1 : 0,
      payload: identity.json,
    });
  },
} satisfies Importer;
