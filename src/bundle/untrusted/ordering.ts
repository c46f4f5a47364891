// Turns what a caller asks into what a query child is ordered.

import type { ExportOrder, OpenedFile, QueryOrder } from "./orders.ts";
import type { ExportRequest, QueryLimits, QueryRequest } from "./protocol.ts";
import { parametersToWire } from "./wire.ts";

export function queryOrder(request: QueryRequest, limits: QueryLimits, file: OpenedFile): QueryOrder {
  const { skip = 0, objects = null } = request;
  return { kind: "query", skip, ...asked(request, limits, file), objects };
}

export function exportOrder(
  request: ExportRequest,
  limits: QueryLimits,
  file: OpenedFile,
  to: "pipe" | "fd",
): ExportOrder {
  const { format, lineEnd = "\n", header = "yes" } = request;
  return { kind: "export", ...asked(request, limits, file), format, lineEnd, header, to };
}

function asked(request: QueryRequest, limits: QueryLimits, file: OpenedFile) {
  const parameters = parametersToWire(request.parameters ?? []);
  return { file, sql: request.sql, parameters, rows: finite(limits.rows), bytes: finite(limits.bytes) };
}

/** JSON has no Infinity; null is "no cap". */
function finite(cap: number): number | null {
  return Number.isFinite(cap) ? cap : null;
}
