// What an importer is. Adding a format: one file here, its line in the registry, a fixture, a test, docs/formats/<id>.md.

import type { Artifact } from "../artifacts/artifact.ts";
import type { BundleWriter } from "../bundle/writer.ts";

/** How sure an importer is that an artifact is of its format. The strongest claim reads; among equals the smaller id. */
export const Claim = {
  no: 0,
  /** It has the right fields. */
  shape: 1,
  /** It has fields or names that only this format has. */
  marker: 2,
} as const;
export type Claim = (typeof Claim)[keyof typeof Claim];

export interface Importer {
  /** Kebab-case, stable for ever. */
  readonly id: string;
  readonly title: string;
  /** The format's page: `docs/formats/<id>.md`. */
  readonly spec: string;
  /** Raised by one whenever the facts that it writes for some bytes change. */
  readonly version: number;
  /** The format grows at its end: a source whose bytes are a prefix of another's is an older copy of it. */
  readonly appendOnly?: boolean;
  /** Judges by content alone (`head`, `archive`, `store`), never by `path`; never throws. */
  sniff(artifact: Artifact): Claim;
  /** Writes all records as rows or issues; throws only when the whole source is unreadable. */
  read(artifact: Artifact, into: BundleWriter): Promise<void>;
}
