// What a statement may do inside the room: read tables, call functions that only compute, ask for the schema.

import { constants } from "node:sqlite";

/** Pragmas that describe the schema; their argument names a table or an index. */
const DESCRIBING = new Set([
  "foreign_key_list",
  "function_list",
  "index_info",
  "index_list",
  "index_xinfo",
  "table_info",
  "table_list",
  "table_xinfo",
]);

/** Pragmas that are read without an argument; with one they would be set. FTS asks for the data version and page size. */
const READ_ONLY_WITHOUT_ARGUMENT = new Set([
  "data_version",
  "max_page_count",
  "page_count",
  "page_size",
  "schema_version",
]);

/** Every function of SQLite that computes from its arguments and the row alone. A function that is not here is refused. */
export const allowedFunctions: ReadonlySet<string> = new Set(
  `-> ->> abs acos acosh asin asinh atan atan2 atanh avg bm25 ceil ceiling changes char coalesce concat concat_ws cos cosh count
  cume_dist current_date current_time current_timestamp date datetime degrees dense_rank exp first_value floor format
  fts5_get_locale fts5_insttoken fts5_locale fts5_source_id geopoly_area geopoly_bbox geopoly_blob geopoly_ccw
  geopoly_contains_point geopoly_group_bbox geopoly_json geopoly_overlap geopoly_regular geopoly_svg geopoly_within geopoly_xform
  glob group_concat hex highlight if ifnull iif instr json json_array json_array_insert json_array_length json_error_position
  json_extract json_group_array json_group_object json_insert json_object json_patch json_pretty json_quote json_remove
  json_replace json_set json_type json_valid jsonb jsonb_array jsonb_array_insert jsonb_extract jsonb_group_array
  jsonb_group_object jsonb_insert jsonb_object jsonb_patch jsonb_remove jsonb_replace jsonb_set julianday lag last_insert_rowid
  last_value lead length like likelihood likely ln log log10 log2 lower ltrim match matchinfo max median min mod nth_value ntile
  nullif octet_length offsets percent_rank percentile percentile_cont percentile_disc pi pow power printf quote radians random
  randomblob rank replace round row_number rtreedepth rtreenode rtrim sign sin sinh snippet sqlite_compileoption_get
  sqlite_compileoption_used sqlite_source_id sqlite_version sqrt strftime string_agg substr substring subtype sum tan tanh time
  timediff total total_changes trim trunc typeof unhex unicode unistr unistr_quote unixepoch unlikely upper zeroblob dbundle_base64 dbundle_blob
  dbundle_real dbundle_real_json`.split(/\s+/),
);

/** The callback for `DatabaseSync.setAuthorizer`; whatever is not named here is denied. */
export function authorize(action: number, first: string | null, second: string | null): number {
  switch (action) {
    case constants.SQLITE_SELECT:
    case constants.SQLITE_RECURSIVE:
      return constants.SQLITE_OK;
    case constants.SQLITE_READ:
      return verdict(isReadableTable(first));
    case constants.SQLITE_FUNCTION:
      return verdict(second !== null && allowedFunctions.has(second.toLowerCase()));
    case constants.SQLITE_PRAGMA:
      return verdict(isReadablePragma(first, second));
    default:
      return constants.SQLITE_DENY;
  }
}

function isReadableTable(name: string | null): boolean {
  const pragma = /^pragma_(.*)$/i.exec(name ?? "")?.[1];
  return pragma === undefined || isKnownPragma(pragma.toLowerCase());
}

function isReadablePragma(name: string | null, argument: string | null): boolean {
  const pragma = (name ?? "").toLowerCase();
  return DESCRIBING.has(pragma) || (argument === null && READ_ONLY_WITHOUT_ARGUMENT.has(pragma));
}

function isKnownPragma(pragma: string): boolean {
  return DESCRIBING.has(pragma) || READ_ONLY_WITHOUT_ARGUMENT.has(pragma);
}

function verdict(isAllowed: boolean): number {
  return isAllowed ? constants.SQLITE_OK : constants.SQLITE_DENY;
}
