// SQL that is asked of a file.

import type {
  ExportFormat,
  ObjectsWanted,
  QueryAnswer,
  QueryLane,
  QueryLimits,
  SqlValue,
} from "../../bundle/untrusted/protocol.ts";

export interface Asked {
  readonly sql: string;
  readonly parameters?: Readonly<Record<string, SqlValue>>;
  readonly limits?: Partial<QueryLimits>;
  readonly lane: QueryLane;
  readonly signal?: AbortSignal | undefined;
  /** Rows that are passed over. */
  readonly skip?: number;
  /** The first columns as JSON objects. */
  readonly objects?: ObjectsWanted;
}

export interface Exported extends Asked {
  readonly format: ExportFormat;
  readonly header: "yes" | "no";
}

/** A file that answers. */
export interface Asks {
  readonly kind: "bundle" | "foreign";
  run(asked: Asked): Promise<QueryAnswer>;
}
