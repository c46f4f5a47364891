// Format: docs/formats/opaque.md. What nobody claims: the bytes are kept, and a text can be read and searched.

import type { Artifact } from "../artifacts/artifact.ts";
import { ArtifactTooLarge } from "../base/errors.ts";
import type { BundleWriter } from "../bundle/writer.ts";
import { Claim, type Importer } from "./importer.ts";

/** Longest text that becomes a document; the originals keep longer ones whole. */
const maximumBytes = 8 * 1024 * 1024;

export const opaque: Importer = {
  id: "opaque",
  title: "Anything else",
  spec: "docs/formats/opaque.md",
  version: 1,
  sniff: () => Claim.no,
  async read(artifact: Artifact, into: BundleWriter): Promise<void> {
    into.issue({
      severity: "info",
      code: "opaque.unclaimed",
      message: "No importer knows what this is; its bytes are kept.",
    });
    if (artifact.archive !== null || artifact.store !== null || artifact.head.length === 0) return;
    if (artifact.head.includes(0)) return; // Binary: the originals have it.
    const text = await wholeText(artifact);
    if (text !== null) into.document({ kind: "text", payload: text });
  },
};

/** Null when it is too long or no UTF-8: the originals have it. */
async function wholeText(artifact: Artifact): Promise<string | null> {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await artifact.bytes(maximumBytes));
  } catch (error) {
    if (error instanceof ArtifactTooLarge || error instanceof TypeError) return null;
    throw error;
  }
}
