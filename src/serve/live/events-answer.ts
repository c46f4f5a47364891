// `/-/events`: server-sent events, one for each change of a served file.

import { HttpError } from "../http/failure.ts";
import { jsonText } from "../http/json-text.ts";
import type { Watch } from "./watch.ts";

/** Each costs a connection only; more than this is no browser. */
const mostListeners = 100;
/** Shorter than any idle limit on the way. */
const pingMs = 20_000;

export async function eventsAnswer(watch: Watch, signal: AbortSignal): Promise<Response> {
  if (watch.listeners >= mostListeners) throw new HttpError(503, "Too many pages listen already.");
  const encoder = new TextEncoder();
  let stop = () => {};
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const send = (event: string, data: unknown) =>
        controller.enqueue(encoder.encode(`event: ${event}\ndata: ${jsonText(data)}\n\n`));
      const { versions, stop: leave } = await watch.listen((change) => send(change.kind, change));
      const ping = setInterval(() => controller.enqueue(encoder.encode(": here\n\n")), pingMs);
      stop = () => {
        clearInterval(ping);
        leave();
      };
      signal.addEventListener("abort", stop, { once: true });
      if (signal.aborted) stop();
      else send("hello", { versions });
    },
    cancel() {
      stop();
    },
  });
  return new Response(body, {
    headers: { "Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store" },
  });
}
