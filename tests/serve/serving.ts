// A server without a port: requests go straight to the handler, queries to real children.

import { Library, QueryPool, Turnstile } from "../../src/operations/serving.ts";
import { createHandler } from "../../src/serve/handler.ts";
import { Watch } from "../../src/serve/live/watch.ts";
import { type Metadata, noMetadata } from "../../src/serve/metadata.ts";
import { noPage } from "../../src/serve/page/page-source.ts";
import { hostCheck } from "../../src/serve/security/hosts.ts";
import { defaultSettings, type Settings } from "../../src/serve/settings.ts";

export interface Serving {
  readonly watch: Watch;
  /** What the server took for its own bugs. */
  readonly bugs: unknown[];
  get(path: string, headers?: Readonly<Record<string, string>>, more?: RequestInit): Promise<Response>;
  /** The document, whatever the status. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into documents of many shapes
  json(path: string): Promise<any>;
  text(path: string): Promise<string>;
  close(): Promise<void>;
}

export interface ServingOptions {
  readonly settings?: Partial<Settings>;
  readonly metadata?: Metadata;
  readonly token?: string;
  readonly root?: string;
  readonly allowed?: readonly string[];
}

export const origin = "http://127.0.0.1:8001";

export function serving(paths: readonly string[], options: ServingOptions = {}): Serving {
  const settings = { ...defaultSettings, ...options.settings };
  const queries = new QueryPool({ size: 2 });
  const library = new Library({
    queries,
    turnstile: new Turnstile({ places: 2, longestWaitMs: 10_000 }),
    paths: () => paths,
  });
  const watch = new Watch(library);
  const bugs: unknown[] = [];
  const isOurHost = hostCheck({ host: "127.0.0.1", port: 8001, allowed: options.allowed ?? [] });
  const handle = createHandler({
    library,
    watch,
    settings,
    metadata: options.metadata ?? noMetadata,
    gate: { isOurHost, token: options.token ?? null },
    page: noPage,
    root: options.root ?? "",
    started: "test",
    report: (error) => bugs.push(error),
  });
  const get: Serving["get"] = (path, headers = {}, more = {}) =>
    handle(new Request(origin + path, { ...more, headers: { Host: "127.0.0.1:8001", ...headers } }));
  return {
    watch,
    bugs,
    get,
    json: async (path) => JSON.parse(await (await get(path)).text()),
    text: async (path) => (await get(path)).text(),
    async close() {
      watch.close();
      await library.close();
      await queries.close();
    },
  };
}
