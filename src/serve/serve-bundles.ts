// Serves what a user names.

import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { BundleError, messageOf, UsageError, UserError } from "../base/errors.ts";
import { bundlesIn, isDatabaseFile, listingOf } from "../operations/serving.ts";
import { noMetadata, readMetadata } from "./metadata.ts";
import { loadPage } from "./page/page.ts";
import { tokenArgument } from "./security/gate.ts";
import { isLoopback } from "./security/hosts.ts";
import { startServer } from "./server.ts";
import { defaultSettings, type Settings } from "./settings.ts";

export interface ServeOptions {
  /** None: all bundles of the current folder. */
  readonly paths: readonly string[];
  readonly host: string;
  readonly port: number;
  readonly token: string | null;
  /** For a server that others can reach and that was given none. */
  readonly newToken: () => string;
  readonly allowedHosts: readonly string[];
  readonly root: string | null;
  /** A file in Datasette's form. */
  readonly metadata: string | null;
  readonly settings: Omit<Settings, "facetSize">;
  readonly report: (error: unknown) => void;
}

export interface Served {
  /** With the token, where one is wanted. */
  readonly url: string;
  readonly port: number;
  readonly isOnNetwork: boolean;
  close(): Promise<void>;
}

export async function serveBundles(options: ServeOptions): Promise<Served> {
  const { paths, host } = options;
  const isOnNetwork = !isLoopback(host);
  const token = options.token ?? (isOnNetwork ? options.newToken() : null);
  if (token === "") throw new UsageError("--token cannot be empty.");
  const server = startServer({
    ...options,
    paths: whatToServe(paths),
    token,
    root: rootPath(options.root),
    settings: { ...defaultSettings, ...options.settings },
    metadata: options.metadata === null ? noMetadata : readMetadata(textOf(options.metadata), options.metadata),
    page: await loadPage(),
  });
  const url = token === null ? server.url : `${server.url}?${tokenArgument}=${encodeURIComponent(token)}`;
  return { url, port: server.port, isOnNetwork, close: () => server.close() };
}

/** A folder stands for the bundles in it, whichever they are at the moment. */
function whatToServe(paths: readonly string[]): () => readonly string[] {
  const listings = (paths.length === 0 ? ["."] : paths).map((path) =>
    isFolder(path) ? bundlesOfFolder(path) : namedFile(path),
  );
  return () => [...new Set(listings.flatMap((listing) => listing()))];
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function bundlesOfFolder(path: string): () => readonly string[] {
  const folder = resolve(path);
  if (bundlesIn(folder).length === 0) {
    const where = path === "." ? "in this folder" : `in "${path}"`;
    throw new UserError(`There is no bundle ${where}. Name one, or make one with \`dbundle create\`.`);
  }
  return listingOf(folder);
}

function namedFile(path: string): () => readonly string[] {
  if (statSync(path, { throwIfNoEntry: false }) === undefined) throw new UserError(`There is no file "${path}".`);
  if (!isDatabaseFile(path)) throw new BundleError(`Cannot serve "${path}": it is not a SQLite database.`);
  const named = [resolve(path)];
  return () => named;
}

/** "/a/b": a slash in front, none at the end. */
function rootPath(text: string | null): string {
  const parts = (text ?? "").split("/").filter((part) => part !== "");
  if (parts.some((part) => !/^[\w.~-]+$/.test(part)))
    throw new UsageError(`--root-path cannot be "${text}": it is a path as in /bundles.`);
  return parts.map((part) => `/${part}`).join("");
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new UserError(`Cannot read metadata "${path}": ${messageOf(error)}.`);
  }
}
