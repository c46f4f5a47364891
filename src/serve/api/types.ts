// What the server's own endpoints answer. The page imports these types; nothing else describes them.
// An integer beyond 2^53 is written with all its digits: read the text with a parser that keeps them.

/** `/-/databases.json` */
export interface Databases {
  readonly ok: true;
  readonly databases: readonly Database[];
}

export interface Database {
  readonly name: string;
  /** The name as it stands in addresses. */
  readonly route: string;
  /** By its first bytes: a bundle that was changed by others shows itself as foreign when it is opened. */
  readonly kind: "bundle" | "foreign";
  /** Bytes. */
  readonly size: number;
  /** UTC. */
  readonly modified_at: string;
  /** Changes with the file. */
  readonly version: string;
  readonly is_mutable: false;
}
