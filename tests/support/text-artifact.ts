// An artifact of a text in memory, for tests of importers alone.

import type { Artifact } from "../../src/artifacts/artifact.ts";
import { LineCutter } from "../../src/artifacts/lines.ts";

const LINE_BYTES = 64 * 1024 * 1024;

export function textArtifact(text: string | Uint8Array): Artifact {
  const bytes = Buffer.from(text as string);
  return {
    path: "unknown",
    head: bytes.subarray(0, 64 * 1024),
    archive: null,
    store: null,
    async *lines() {
      const cutter = new LineCutter(LINE_BYTES);
      yield* cutter.push(bytes);
      yield* cutter.end();
    },
    bytes: async () => bytes,
  };
}
