// One open file: what it is, its tables, and SQL on it. It stays open until everybody who uses it has left.

import type { ForeignFile, OpenBundle } from "../../bundle/open.ts";
import type { Queries, QueryAnswer } from "../../bundle/untrusted/protocol.ts";
import { type DatasetteMetadata, metadataOf } from "../datasette-metadata.ts";
import type { Asked, Asks, Exported } from "./asked.ts";
import { Catalog } from "./catalog.ts";
import type { Turnstile } from "./turnstile.ts";

interface Parts {
  readonly name: string;
  readonly version: string;
  readonly opened: OpenBundle | ForeignFile;
  readonly queries: Queries;
  /** For the SQL of users. */
  readonly turnstile: Turnstile;
}

export class ServedFile implements Asks {
  /** Its part of the address. */
  readonly name: string;
  /** Changes with the file. */
  readonly version: string;
  readonly catalog: Catalog;
  readonly #opened: OpenBundle | ForeignFile;
  readonly #queries: Queries;
  readonly #turnstile: Turnstile;
  #metadata: DatasetteMetadata | null = null;
  #users = 0;
  #isRetired = false;

  constructor({ name, version, opened, queries, turnstile }: Parts) {
    this.name = name;
    this.version = version;
    this.#opened = opened;
    this.#queries = queries;
    this.#turnstile = turnstile;
    this.catalog = new Catalog(this);
  }

  get kind(): "bundle" | "foreign" {
    return this.#opened.kind;
  }

  /** Why it is no bundle; null: it is one. */
  get whyForeign(): string | null {
    return this.#opened.kind === "foreign" ? this.#opened.why : null;
  }

  /** For what reads originals; strange SQL never goes there. Null: no bundle. */
  get bundle(): OpenBundle | null {
    return this.#opened.kind === "bundle" ? this.#opened : null;
  }

  /** Titles, descriptions and ready-made queries; null: no bundle. */
  get metadata(): DatasetteMetadata | null {
    if (this.#opened.kind === "foreign") return null;
    this.#metadata ??= metadataOf(this.#opened, this.name);
    return this.#metadata;
  }

  async run({ sql, parameters = {}, limits = {}, lane, signal, skip, objects }: Asked): Promise<QueryAnswer> {
    const request = { file: this.#opened.openedPath, sql, parameters, limits, lane, skip, objects };
    const ask = () => this.#queries.run(request, signal);
    return lane === "user" ? this.#turnstile.pass(ask, signal) : ask();
  }

  stream({ sql, parameters = {}, limits = {}, lane, signal, format, header }: Exported): ReadableStream<Uint8Array> {
    const request = { file: this.#opened.openedPath, sql, parameters, limits, lane, format, header };
    return this.#queries.exportStream({ ...request, lineEnd: format === "csv" ? "\r\n" : "\n" }, signal);
  }

  lease(): Lease {
    this.#users += 1;
    let isHeld = true;
    return {
      file: this,
      release: () => {
        if (!isHeld) return;
        isHeld = false;
        this.#users -= 1;
        this.#closeWhenFree();
      },
    };
  }

  /** A newer state took its place. */
  retire(): void {
    this.#isRetired = true;
    this.#closeWhenFree();
  }

  #closeWhenFree(): void {
    if (this.#isRetired && this.#users === 0) this.#opened.close();
  }
}

/** The right to use a file until `release`. */
export interface Lease {
  readonly file: ServedFile;
  release(): void;
}
