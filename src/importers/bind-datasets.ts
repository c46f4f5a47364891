// Format: docs/formats/bind-datasets.md

import type { Artifact } from "../artifacts/artifact.ts";
import type { BundleWriter } from "../bundle/writer.ts";
import { Claim, type Importer } from "./importer.ts";
import { StatedMembers } from "./shared/bind/stated-members.ts";
import { readJsonPrefix } from "./shared/json-prefix.ts";
import { headText, wholeObject } from "./shared/whole-json.ts";

const ID = "bind-datasets";
/** A cache in which no data set was asked for yet. */
const EMPTY = /^\s*\{\s*"datasets":\s*\[\s*\]\s*\}\s*$/;
const KEYS = ["id", "status", "timestamp"];

export const bindDatasets = {
  id: ID,
  title: "LangGraph sandbox dataset cache (BIND mode)",
  spec: "docs/formats/bind-datasets.md",
  version: 1,
  sniff(artifact) {
    const text = headText(artifact);
    if (EMPTY.test(text)) return Claim.shape;
    if (!text.includes('"datasets"')) return Claim.no; // spares other JSON the reading
    const members = readJsonPrefix(text);
    return KEYS.every((key) => members.has(`datasets[].${key}`)) ? Claim.shape : Claim.no;
  },
  async read(artifact: Artifact, into: BundleWriter) {
    const record = await wholeObject(artifact);
    const stated = new StatedMembers(record, ID, into);
    const datasets = stated.items("datasets");
    into.document({ kind: "bind.dataset_cache", payload: stated.except(["datasets"]) });
    for (const dataset of datasets) {
      const item = new StatedMembers(dataset, ID, into);
      const time = item.time("timestamp");
      into.document({
        kind: "bind.dataset",
        key: item.text("id"),
        timestamp: time.utc,
        time_assumed: time.assumed,
        payload: dataset.raw,
      });
    }
  },
} satisfies Importer;
