// Listens on a port and hands requests to the handler.

import { randomUUID } from "node:crypto";
import { messageOf, UserError } from "../base/errors.ts";
import { Library, QueryPool, Turnstile } from "../operations/serving.ts";
import { createHandler } from "./handler.ts";
import { Watch } from "./live/watch.ts";
import type { Metadata } from "./metadata.ts";
import type { PageSource } from "./page/page-source.ts";
import { hostCheck } from "./security/hosts.ts";
import type { Settings } from "./settings.ts";

export interface ServerOptions {
  /** Asked at each look, so that new files of a folder appear. */
  readonly paths: () => readonly string[];
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly allowedHosts: readonly string[];
  readonly token: string | null;
  readonly root: string;
  readonly settings: Settings;
  readonly metadata: Metadata;
  readonly page: PageSource;
  readonly report: (error: unknown) => void;
}

export interface RunningServer {
  readonly port: number;
  /** Where a browser finds it; without the token. */
  readonly url: string;
  close(): Promise<void>;
}

/** Users' queries that run at one time. */
const places = 3;
/** Of them those which are kept for who has none running. */
const reserved = 1;
/** Seconds after which a connection is closed on which nothing moves. */
const idleSeconds = 120;

export function startServer(options: ServerOptions): RunningServer {
  const queries = new QueryPool({ size: places });
  const turnstile = new Turnstile({ places, reserved, longestWaitMs: options.settings.sqlTimeoutMs + 2_000 });
  const library = new Library({ queries, turnstile, paths: options.paths });
  const watch = new Watch(library);
  const { settings, metadata, page, root, report, token, host } = options;
  const started = randomUUID();
  let handle = async (_: Request) => new Response(null, { status: 503 });
  const server = listen(options, (request) => handle(request));
  const port = server.port ?? options.port;
  const gate = { isOurHost: hostCheck({ host, port, allowed: options.allowedHosts }), token };
  handle = createHandler({ library, watch, settings, metadata, gate, page, root, started, report });
  return {
    port,
    url: `http://${host.includes(":") ? `[${host}]` : host}:${port}${root}/`,
    async close() {
      watch.close();
      await server.stop(true);
      await library.close();
      await queries.close();
    },
  };
}

/** A taken port leads to the next one, a few times. */
function listen({ host, port }: ServerOptions, fetch: (request: Request) => Promise<Response>) {
  const tries = port === 0 ? 1 : 20;
  for (let at = 0; at < tries && port + at < 65_536; at++) {
    try {
      // Bun shares ports outside of development: two servers would answer in turns.
      const alone = { development: false, reusePort: false };
      return Bun.serve({ hostname: host, port: port + at, idleTimeout: idleSeconds, ...alone, fetch });
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : "";
      if (code === "EADDRINUSE") continue; // Somebody else listens there.
      const why = code === "EACCES" ? "it may not be used" : messageOf(error);
      throw new UserError(`Cannot listen on ${host}:${port + at}: ${why}.`);
    }
  }
  throw new UserError(
    `Cannot listen on ${host}: the ports ${port} to ${port + tries - 1} are taken. Name another with --port.`,
  );
}
