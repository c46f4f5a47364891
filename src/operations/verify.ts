// Proves that a bundle is as it was written, or names what is not.

import { statSync } from "node:fs";
import { defaultLimits, type Limits } from "../artifacts/limits.ts";
import { storeKey } from "../base/digest.ts";
import { messageOf } from "../base/errors.ts";
import { scalar } from "../bundle/database.ts";
import { contentDigest } from "../bundle/derive/meta.ts";
import { isSealIntact } from "../bundle/file-digest.ts";
import { bundleFailure, type OpenBundle, openBundle } from "../bundle/open.ts";
import { partsOf, type StoredPart, type StoredSource, storedSources } from "../bundle/originals.ts";
import { Originals } from "./originals.ts";
import { type Contents, compareContents } from "./verify-contents.ts";
import type { Damage, VerifyObserver } from "./verify-damage.ts";
import { checkOriginals, type OriginalsReport } from "./verify-originals.ts";

export interface VerifyOptions {
  readonly bundle: string;
  /** `deep`: also reads the sources again and compares what they say. */
  readonly depth: "bytes" | "deep";
  /** What its sources are read again under: those it was made under, which it does not tell. Default: as `create`. */
  readonly limits?: Limits;
  readonly observer: VerifyObserver;
}

export interface VerifyReport {
  readonly path: string;
  readonly sizeBytes: number;
  readonly schemaVersion: number;
  /** `differs`: another program wrote to the file since it was sealed, or it is damaged. */
  readonly fileDigest: "intact" | "differs";
  readonly originals: OriginalsReport;
  /** Null: not compared. */
  readonly contents: Contents | null;
  readonly damages: readonly Damage[];
}

/** Throws `BundleError` when it cannot even be opened as a bundle. */
export async function verify(options: VerifyOptions): Promise<VerifyReport> {
  const path = options.bundle;
  const bundle = openBundle(path);
  const originals = new Originals(bundle);
  try {
    return await verified(bundle, originals, options);
  } catch (error) {
    throw bundleFailure(error, path) ?? error;
  } finally {
    originals.close();
    bundle.close();
  }
}

async function verified(
  bundle: OpenBundle,
  originals: Originals,
  { depth, limits = defaultLimits, observer }: VerifyOptions,
): Promise<VerifyReport> {
  const { db, seal } = bundle;
  observer.step("hashing the file");
  const isIntact = !seal.hasJournal && isSealIntact(seal.file, seal.digest);
  observer.step("checking the structure");
  const damages: Damage[] = [...structure(bundle), ...identity(bundle)];
  observer.step("checking the originals");
  const checked = await checkOriginals(originals, storedSources(db));
  damages.push(...checked.damages);
  const contents = depth === "deep" ? await compareContents(bundle, originals, limits, observer) : null;
  damages.push(...(contents?.damages ?? []));
  const isRewritten = !isIntact && contents?.verdict === "equal" && damages.length === 0;
  if (!isIntact && !isRewritten) damages.unshift(brokenSeal(depth));
  return {
    path: bundle.path,
    sizeBytes: statSync(bundle.path).size,
    schemaVersion: bundle.schemaVersion,
    fileDigest: isIntact ? "intact" : "differs",
    originals: checked.report,
    contents,
    damages,
  };
}

function brokenSeal(depth: VerifyOptions["depth"]): Damage {
  const advice = depth === "deep" ? "" : "; verify --deep tells whether its contents are";
  return { check: "digest", subject: null, reason: `The file is not as dbundle wrote it${advice}` };
}

/** What SQLite finds. The indexes are compared with their tables too. */
function structure({ db }: OpenBundle): Damage[] {
  try {
    return db
      .query<{ integrity_check: string }, []>("PRAGMA integrity_check(20)")
      .all()
      .map(({ integrity_check: found }) => found)
      .filter((found) => found !== "ok")
      .map((found) => ({ check: "structure", subject: null, reason: `SQLite finds: ${found}` }));
  } catch (error) {
    return [{ check: "structure", subject: null, reason: `SQLite finds: ${messageOf(error)}` }];
  }
}

/** Keys and digests against each other. */
function identity({ db }: OpenBundle): Damage[] {
  const damages: Damage[] = storedSources(db)
    .filter((source) => !hasItsKey(source, partsOf(db, source.sourceId)))
    .map(({ sourceId }) => ({
      check: "identity",
      subject: `source ${sourceId}`,
      reason: "Its key is not that of its bytes",
    }));
  if (scalar(db, "SELECT content_digest FROM _meta") !== contentDigest(db)) {
    damages.push({ check: "identity", subject: "bundle_meta", reason: "content_digest is not that of its sources" });
  }
  return damages;
}

function hasItsKey(source: StoredSource, parts: readonly StoredPart[]): boolean {
  const [first] = parts;
  if (first === undefined || first.sha256 !== source.sha256) return false;
  const keys = parts.length === 1 ? [first.sha256, storeKey(parts)] : [storeKey(parts)];
  return (
    keys.includes(source.sourceKey) && parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) === source.sizeBytes
  );
}
