// Reads every original byte of a bundle and holds it against its digests.

import type { Database } from "bun:sqlite";
import type { OpenedArtifact } from "../artifacts/opened-artifact.ts";
import { scalar } from "../bundle/database.ts";
import {
  DamagedOriginal,
  hasOriginal,
  occurrencesOf,
  partBytes,
  partsOf,
  type StoredSource,
  storedSource,
} from "../bundle/originals.ts";
import type { Originals } from "./originals.ts";
import type { Damage } from "./verify-damage.ts";

export interface OriginalsReport {
  /** Sources whose bytes were read and are what they should be. */
  readonly proved: number;
  /** Sources whose bytes were left out when the bundle was made. */
  readonly leftOut: number;
  readonly bytes: number;
}

interface Checked {
  readonly report: OriginalsReport;
  readonly damages: readonly Damage[];
}

export async function checkOriginals(originals: Originals, sources: readonly StoredSource[]): Promise<Checked> {
  const check = new OriginalsCheck(originals);
  for (const source of sources) if (hasOriginal(check.db, source)) check.ownBytes(source);
  for (const source of sources) {
    if (check.isContainer(source.sourceId) && hasOriginal(check.db, source)) await check.members(source);
  }
  for (const source of sources) if (!check.isSettled(source.sourceId)) check.unseen(source);
  return check;
}

/** By the wish of who made the bundle, or with the agents who were purged from it. */
const leavesOut = `SELECT EXISTS (
  SELECT 1 FROM _bundles WHERE originals = 'drop' OR instr(ifnull(fidelity, ''), 'partial:purged') > 0)`;

class OriginalsCheck implements Checked {
  readonly damages: Damage[] = [];
  readonly db: Database;
  readonly #proved = new Map<number, number>();
  readonly #damaged = new Set<number>();
  /** The members of each container: the source at each entry. */
  readonly #members: ReadonlyMap<number, ReadonlyMap<number | null, number>>;
  #leftOut = 0;

  constructor(readonly originals: Originals) {
    this.db = originals.bundle.db;
    this.#members = membersOfContainers(this.db);
  }

  get report(): OriginalsReport {
    const bytes = [...this.#proved.values()].reduce((sum, size) => sum + size, 0);
    return { proved: this.#proved.size, leftOut: this.#leftOut, bytes };
  }

  isSettled(sourceId: number): boolean {
    return this.#proved.has(sourceId) || this.#damaged.has(sourceId);
  }

  isContainer(sourceId: number): boolean {
    return this.#members.has(sourceId);
  }

  ownBytes(source: StoredSource): void {
    try {
      const parts = partsOf(this.db, source.sourceId);
      for (const part of parts) for (const _ of partBytes(this.db, source.sourceId, part));
      const known = new Set(parts.map(({ part }) => part));
      const stray = this.#partNumbers(source.sourceId).find((part) => !known.has(part));
      if (stray !== undefined) throw new DamagedOriginal(`chunks of an unknown part ${stray} are there`);
      this.#proved.set(source.sourceId, source.sizeBytes);
    } catch (error) {
      this.#damage(source.sourceId, error);
    }
  }

  /** The bytes of members are in their container: each is read out of it. */
  async members(container: StoredSource): Promise<void> {
    if (this.#damaged.has(container.sourceId)) return;
    try {
      for await (const artifact of this.originals.opened(container))
        await this.#membersOf(artifact, container.sourceId);
    } catch (error) {
      this.#damage(container.sourceId, error);
    }
  }

  unseen(source: StoredSource): void {
    const isLeftOut = scalar(this.db, leavesOut) === 1;
    if (isLeftOut) this.#leftOut++;
    else this.#damage(source.sourceId, new DamagedOriginal("the bundle does not hold its bytes"));
  }

  async #membersOf(artifact: OpenedArtifact, containerId: number): Promise<void> {
    for await (const found of artifact.members()) {
      if (found.kind === "problem") continue; // Was an issue when it was imported, and is one in the bundle.
      const source = this.#memberSource(containerId, found.artifact.entryIndex);
      if (source === null) continue; // Left out by a limit of the import, which is an issue in the bundle.
      await found.artifact.drain();
      const { sourceKey } = found.artifact.digest();
      if (sourceKey !== source.sourceKey) {
        this.#damage(source.sourceId, new DamagedOriginal("its bytes in its container differ"));
        continue; // What it contains is lost with it.
      }
      if (!this.isSettled(source.sourceId)) this.#proved.set(source.sourceId, source.sizeBytes);
      if (this.isContainer(source.sourceId)) await this.#membersOf(found.artifact, source.sourceId);
    }
  }

  #memberSource(containerId: number, entryIndex: number | null): StoredSource | null {
    const sourceId = this.#members.get(containerId)?.get(entryIndex);
    return sourceId === undefined ? null : storedSource(this.db, sourceId);
  }

  #partNumbers(sourceId: number): number[] {
    return this.db
      .query<{ part: number }, [number]>("SELECT DISTINCT part FROM _source_chunks WHERE source_id = ?")
      .all(sourceId)
      .map(({ part }) => part);
  }

  #damage(sourceId: number, error: unknown): void {
    if (!(error instanceof DamagedOriginal)) throw error;
    this.#damaged.add(sourceId);
    this.#proved.delete(sourceId);
    const subject = occurrencesOf(this.db, sourceId)[0]?.path ?? `source ${sourceId}`;
    this.damages.push({ check: "originals", subject, reason: error.message });
  }
}

/** Read once: there is no index by container, and a bundle may have very many sources. */
function membersOfContainers(db: Database): ReadonlyMap<number, ReadonlyMap<number | null, number>> {
  const containers = new Map<number, Map<number | null, number>>();
  using rows = db.prepare<{ container: number; entry: number | null; source: number }, []>(
    "SELECT container_id AS container, entry_index AS entry, source_id AS source FROM _occurrences WHERE container_id IS NOT NULL ORDER BY rowid DESC",
  );
  for (const { container, entry, source } of rows.iterate()) {
    const members = containers.get(container) ?? new Map<number | null, number>();
    containers.set(container, members.set(entry, source));
  }
  return containers;
}
