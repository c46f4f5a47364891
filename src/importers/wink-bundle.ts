// Format: docs/formats/wink-bundle.md

import { Claim, type Importer } from "./importer.ts";
import { archiveKind } from "./shared/wink/archive-kind.ts";
import { BundleReading } from "./shared/wink/bundle-reading.ts";

export const winkBundle = {
  id: "wink-bundle",
  title: "WINK debug bundle (ZIP)",
  spec: "docs/formats/wink-bundle.md",
  version: 1,
  sniff(artifact) {
    if (artifact.archive === null) return Claim.no;
    const kind = archiveKind(artifact.archive);
    if (kind === "debug-bundle") return Claim.marker;
    return kind === "damaged-debug-bundle" ? Claim.shape : Claim.no;
  },
  async read(artifact, into) {
    if (artifact.archive === null) throw new Error("Only a ZIP archive can be read as a debug bundle.");
    new BundleReading(artifact.archive, into).read();
  },
} satisfies Importer;
