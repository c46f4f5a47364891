// What the server needs of bundles: files opened as strangers' files, asked in the pool's children, and described.

export { QueryPool } from "../bundle/untrusted/pool.ts";
export {
  type Cut,
  type ExportFormat,
  type QueryAnswer,
  QueryError,
  type QueryErrorKind,
  type QueryLane,
  type QueryLimits,
  type SqlValue,
} from "../bundle/untrusted/protocol.ts";
export { isCompiled } from "../bundle/untrusted/spawn.ts";
export { type Infinities, valueText } from "../bundle/untrusted/value-text.ts";
export { searchCodes } from "../schema/search-codes.ts";
export type { Asked, Exported } from "./serving/asked.ts";
export type { Catalog } from "./serving/catalog.ts";
export { asClient } from "./serving/client.ts";
export { Library, type LibraryEntry, type LibraryOptions } from "./serving/library.ts";
export { bundlesIn, isDatabaseFile, listingOf } from "./serving/listing.ts";
export { overviewSql } from "./serving/overview-sql.ts";
export { type RawRecord, rawRecord } from "./serving/raw-record.ts";
export { type Lease, ServedFile } from "./serving/served-file.ts";
export type { CatalogEntry, Column, ForeignKey, FullText, Table } from "./serving/table.ts";
export { Turnstile } from "./serving/turnstile.ts";
