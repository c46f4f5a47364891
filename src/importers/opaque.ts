// Format: docs/formats/opaque.md. What nobody claims: the bytes are kept, and a text can be read and searched.

import type { Artifact } from "../artifacts/artifact.ts";
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
    if (artifact.archive !== null || artifact.store !== null || artifact.head.length === 0) return;
    if (artifact.head.includes(0)) return; // Binary: the originals have it.
    let text = "";
    let bytes = 0;
    for await (const lines of artifact.lines()) {
      for (const line of lines) {
        if (line.flaw === "invalid-utf8") return; // No UTF-8: the originals have it.
        bytes += line.text.length + 1;
        if (line.flaw === "too-long" || bytes > maximumBytes) {
          into.issue(
            {
              severity: "info",
              code: "opaque.long-text",
              message: "This text is too long to be a document; its bytes are kept and can be extracted.",
            },
            line,
          );
          return;
        }
        text += `${line.text}\n`;
      }
    }
    into.document({ kind: "text", payload: text });
  },
};
