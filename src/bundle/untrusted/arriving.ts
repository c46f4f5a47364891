// An answer as the parent takes it in, frame by frame. It trusts none of it: a broken child must not break the program.

import { decodeBody, type Frame, FrameKind } from "./frames.ts";
import type { EndBody } from "./orders.ts";
import { QueryError, type SqlValue } from "./protocol.ts";
import { fromWire } from "./wire.ts";

/** What a generator of frames that is left early would have returned. */
export const unread: EndBody = { rows: 0, bytes: 0, cut: null, end: "reader left", elapsedMs: 0 };

/** Takes all frames; when `take` throws, the generator is left, so that its child is stopped and its place is free again. */
export async function drain(frames: AsyncGenerator<Frame, EndBody>, take: (frame: Frame) => void): Promise<EndBody> {
  try {
    for (;;) {
      const next = await frames.next();
      if (next.done === true) return next.value;
      take(next.value);
    }
  } finally {
    await frames.return(unread);
  }
}

export class ArrivingAnswer {
  columns: readonly string[] = [];
  readonly rows: SqlValue[][] = [];
  readonly objects: Uint8Array[] = [];

  take(frame: Frame): void {
    if (frame.kind === FrameKind.bytes) {
      this.objects.push(frame.body);
      return;
    }
    const body = decodeBody(frame);
    if (!Array.isArray(body)) throw new QueryError("crashed", "The query child sent something else than rows.");
    if (frame.kind === FrameKind.head) this.columns = body.map(String);
    else for (const row of body) this.rows.push(Array.isArray(row) ? row.map(fromWire) : []);
  }
}
