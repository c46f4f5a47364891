// What the parent asks of its child, and the short bodies of the child's answers.

import type { Cut, ExportFormat, ObjectsWanted, QueryErrorKind } from "./protocol.ts";
import type { WireParameters } from "./wire.ts";

/** `key` names the content that `path` has now: another key means that it must be opened anew. */
export interface OpenedFile {
  readonly path: string;
  readonly key: string;
}

interface Asked {
  readonly file: OpenedFile;
  readonly sql: string;
  readonly parameters: WireParameters;
  /** null: no cap. */
  readonly rows: number | null;
  readonly bytes: number | null;
}

export interface QueryOrder extends Asked {
  readonly kind: "query";
  /** Rows that are passed over. */
  readonly skip: number;
  readonly objects: ObjectsWanted | null;
}

export interface ExportOrder extends Asked {
  readonly kind: "export";
  readonly format: ExportFormat;
  readonly lineEnd: "\n" | "\r\n";
  readonly header: "yes" | "no";
  /** `pipe`: as frames to the parent. `fd`: to the file descriptor that the child was started with. */
  readonly to: "pipe" | "fd";
}

/** Brings a private copy of a database and its journal into one file. */
export interface SettleOrder {
  readonly kind: "settle";
  readonly path: string;
}

export type Order = QueryOrder | ExportOrder | SettleOrder;

export interface EndBody {
  readonly rows: number;
  readonly bytes: number;
  readonly cut: Cut;
  readonly end: "whole" | "cut" | "reader left";
  readonly elapsedMs: number;
}

export interface FailureBody {
  readonly kind: QueryErrorKind;
  readonly message: string;
}

/** Where `exportTo`'s file descriptor is in the child. */
export const outputDescriptor = 3;
