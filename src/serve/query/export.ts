// Rows as a stream that ends only with the last of them. What fails before the first bytes is an error like any other;
// what fails later breaks the connection off, so that nobody takes a part for the whole.

import type { ExportFormat, QueryLane, SqlValue } from "../../operations/serving.ts";
import { tildeEncode } from "../http/tilde.ts";
import type { Visit } from "../visit.ts";

export interface ExportRequest {
  readonly sql: string;
  readonly parameters: Readonly<Record<string, SqlValue>>;
  readonly lane: QueryLane;
  /** Of the file, when it is downloaded. */
  readonly name: string;
  readonly format: ExportFormat;
}

export async function exportAnswer(
  visit: Visit,
  { sql, parameters, lane, name, format }: ExportRequest,
): Promise<Response> {
  const { file, args, settings, signal } = visit;
  const header = ["off", "0", "false", "no"].includes(args.get("_header") ?? "") ? "no" : "yes";
  const limits = { memoryBytes: settings.maxMemoryBytes };
  // The file stays open until the last row was read.
  const lease = file.lease();
  const rows = await begun(file.stream({ sql, parameters, limits, lane, signal, format, header }), lease.release);
  const isDownload = args.isOn("_dl");
  return new Response(rows, {
    headers: {
      "Content-Type": typeOf(format, isDownload),
      ...(isDownload ? { "Content-Disposition": `attachment; filename="${fileName(name)}.${format}"` } : {}),
    },
  });
}

function typeOf(format: ExportFormat, isDownload: boolean): string {
  if (format === "csv") return isDownload ? "text/csv; charset=utf-8" : "text/plain; charset=utf-8";
  return format === "json" ? "application/json; charset=utf-8" : "application/x-ndjson; charset=utf-8";
}

/** A header takes no quotes, no line ends, and nothing beyond ASCII. */
function fileName(name: string): string {
  return tildeEncode(name).replaceAll("+", "_").slice(0, 120);
}

/** Throws what the first piece throws. `ended` is told once, however the stream ends. */
async function begun(stream: ReadableStream<Uint8Array>, ended: () => void): Promise<ReadableStream<Uint8Array>> {
  const reader = stream.getReader();
  const read = async () => {
    try {
      const next = await reader.read();
      if (next.done) ended();
      return next;
    } catch (error) {
      ended();
      throw error;
    }
  };
  const first = await read();
  let held = first.done ? null : first.value;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (held !== null) {
          controller.enqueue(held);
          held = null;
          return;
        }
        const next = await read();
        if (next.done) controller.close();
        else controller.enqueue(next.value);
      },
      async cancel(reason) {
        ended();
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
