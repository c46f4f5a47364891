// The files that are served, each under a name. A file is opened when it is first asked for, and anew when it changed.

import { statSync } from "node:fs";
import { basename, resolve } from "node:path";
import { isBundleHead } from "../../bundle/header.ts";
import { type ForeignFile, type OpenBundle, openDatabase } from "../../bundle/open.ts";
import type { Queries } from "../../bundle/untrusted/protocol.ts";
import { databaseName } from "../datasette-metadata.ts";
import { fileVersion } from "./file-version.ts";
import { headOf } from "./listing.ts";
import { type Lease, ServedFile } from "./served-file.ts";
import type { Turnstile } from "./turnstile.ts";

export interface LibraryEntry {
  /** Its part of the address. */
  readonly name: string;
  readonly path: string;
}

export interface LibraryOptions {
  readonly queries: Queries;
  /** For the SQL of users. */
  readonly turnstile: Turnstile;
  /** Asked at each look, so that new files of a folder appear. */
  readonly paths: () => readonly string[];
}

interface Held {
  readonly version: string;
  readonly file: Promise<ServedFile>;
}

export class Library {
  readonly #options: LibraryOptions;
  readonly #held = new Map<string, Held>();
  readonly #names = new Map<string, string>();

  constructor(options: LibraryOptions) {
    this.#options = options;
  }

  /** A path keeps its name as long as the server runs. */
  entries(): LibraryEntry[] {
    return this.#options.paths().map((path) => ({ name: this.#nameOf(resolve(path)), path: resolve(path) }));
  }

  find(name: string): LibraryEntry | null {
    return this.entries().find((entry) => entry.name === name) ?? null;
  }

  /** What a list of files shows without opening them; null: the file is gone. */
  async glance({ path }: LibraryEntry): Promise<Glance | null> {
    const version = fileVersion(path);
    const found = statSync(path, { throwIfNoEntry: false });
    if (version === null || found === undefined) return null;
    const looksLikeBundle = isBundleHead(headOf(path));
    return { version, sizeBytes: found.size, modifiedAt: found.mtime.toISOString(), looksLikeBundle };
  }

  /** The file as it is now; null: it is gone. Throws a `UserError` when it cannot be opened. */
  async lease({ name, path }: LibraryEntry): Promise<Lease | null> {
    const version = fileVersion(path);
    const known = this.#held.get(path);
    if (known !== undefined && known.version === version) return (await known.file).lease();
    if (known !== undefined) this.#drop(path, known);
    if (version === null) return null;
    const file = this.#open(name, path, version);
    this.#held.set(path, { version, file });
    return (await file).lease();
  }

  async close(): Promise<void> {
    for (const [path, held] of [...this.#held]) this.#drop(path, held);
  }

  async #open(name: string, path: string, version: string): Promise<ServedFile> {
    try {
      const opened: OpenBundle | ForeignFile = openDatabase(path);
      return new ServedFile({ name, version, opened, ...this.#options });
    } catch (error) {
      // The next request tries again: perhaps its program was just writing it.
      this.#held.delete(path);
      throw error;
    }
  }

  #drop(path: string, held: Held): void {
    this.#held.delete(path);
    held.file.then(
      (file) => file.retire(),
      // It was never open; who asked for it was told why.
      () => undefined,
    );
  }

  #nameOf(path: string): string {
    const known = this.#names.get(path);
    if (known !== undefined) return known;
    const taken = new Set(this.#names.values());
    const wish = databaseName(path) || basename(path);
    // "-" begins the server's own addresses.
    let name = wish === "-" ? "-_2" : wish;
    for (let count = 2; taken.has(name); count++) name = `${wish}_${count}`;
    this.#names.set(path, name);
    return name;
  }
}

export interface Glance {
  readonly version: string;
  readonly sizeBytes: number;
  /** UTC. */
  readonly modifiedAt: string;
  /** By its first bytes. */
  readonly looksLikeBundle: boolean;
}
