// Format: docs/formats/bind-python-state.md

import type { Artifact } from "../artifacts/artifact.ts";
import type { JsonNode } from "../base/json.ts";
import type { BundleWriter } from "../bundle/writer.ts";
import { Claim, type Importer } from "./importer.ts";
import { StatedMembers } from "./shared/bind/stated-members.ts";
import { readJsonPrefix } from "./shared/json-prefix.ts";
import { headText, wholeObject } from "./shared/whole-json.ts";

const ID = "bind-python-state";
/** With many variables the modules lie behind the head. */
const BEGINS_WITH_VARIABLES =
  /^\s*\{\s*"timestamp":\s*"[^"]*",\s*"variables":\s*\{\s*"[^"]*":\s*\{\s*"type":\s*"[^"]*",\s*"value":/;

export const bindPythonState = {
  id: ID,
  title: "LangGraph sandbox Python state (BIND mode)",
  spec: "docs/formats/bind-python-state.md",
  version: 1,
  sniff(artifact) {
    const text = headText(artifact);
    if (!text.includes('"variables"')) return Claim.no; // spares other JSON the reading
    const members = readJsonPrefix(text);
    if (!members.has("timestamp") || !members.has("variables")) return Claim.no;
    if (members.has("imported_modules")) return Claim.marker;
    return BEGINS_WITH_VARIABLES.test(text) ? Claim.shape : Claim.no;
  },
  async read(artifact: Artifact, into: BundleWriter) {
    const record = await wholeObject(artifact);
    const stated = new StatedMembers(record, ID, into);
    const time = stated.time("timestamp");
    const at = { timestamp: time.utc, time_assumed: time.assumed };
    into.document({ kind: "bind.python_state", ...at, payload: stated.except(["variables", "imported_modules"]) });
    for (const { key, value } of variablesOf(record, into)) {
      into.document({ kind: "bind.python_variable", key, ...at, payload: value.raw });
    }
    for (const module of stated.items("imported_modules")) {
      const name = module.string();
      into.document({ kind: "bind.python_module", key: name, ...at, payload: name === null ? module.raw : null });
    }
  },
} satisfies Importer;

function variablesOf(record: JsonNode, into: BundleWriter) {
  const variables = record.get("variables");
  if (variables !== undefined && variables.kind !== "object") {
    const message = `"variables" is no object but ${variables.kind}.`;
    into.issue({ severity: "data_loss", code: `${ID}.no-variables`, message, raw: variables.raw });
  }
  return variables?.members() ?? [];
}
