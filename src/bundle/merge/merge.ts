// Merges bundles: plans the winners, then takes one input after another, and can go on where a killed run stopped.

import type { Database } from "bun:sqlite";
import { sha256Hex } from "../../base/digest.ts";
import { AtomicFile } from "../atomic-file.ts";
import { scalar } from "../database.ts";
import type { SearchScope } from "../derive/search.ts";
import { settle } from "../derive/settle.ts";
import { sealFile } from "../file-digest.ts";
import { closeFinished, finishDatabase } from "../finish.ts";
import { beginMerge } from "./begin.ts";
import {
  attachInput,
  copyFacts,
  copyOriginals,
  copyProvenance,
  copySources,
  detachInput,
  listNumbers,
  mapSources,
} from "./copy.ts";
import { InputFile, type MergeInput } from "./input-file.ts";
import { MergePlan, type PlannedSource } from "./plan.ts";
import { noteChanged, wasChanged } from "./sound-input.ts";

export interface MergeOptions {
  readonly inputs: readonly MergeInput[];
  readonly output: string;
  readonly overwrite: "refuse" | "replace";
  /** Null: what all inputs agree on, else the default. */
  readonly search: SearchScope | null;
  readonly observer: MergeObserver;
}

export interface MergeObserver {
  /** One more step of the inputs is done: each is read three times at most. */
  progress(done: number, total: number): void;
  step(name: string): void;
}

export async function mergeBundles(options: MergeOptions): Promise<void> {
  const { observer } = options;
  const inputs = options.inputs.map((input) => new InputFile(input));
  const total = inputs.length * 3;
  let done = 0;
  const advance = async () => {
    observer.progress(++done, total);
    await new Promise(setImmediate); // So that signals are heard.
  };
  const plan = new MergePlan();
  const fingerprints: string[] = [];
  const changed = new Set<number>();
  let inputBytes = 0;
  for (const [index, input] of inputs.entries()) {
    input.open((open) => {
      const { db } = open;
      plan.consider(index, db);
      if (wasChanged(open)) changed.add(index);
      inputBytes += Number(scalar(db, "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"));
      fingerprints.push(String(scalar(db, "SELECT file_digest || bundle_id FROM _meta")));
    });
    await advance();
  }
  const resumeKey = sha256Hex(fingerprints.join("\n")).slice(0, 16);
  const file = new AtomicFile(options.output, options.overwrite, resumeKey);
  let merge: Merge | null = null;
  try {
    const begun = new Merge(file, plan.sources(), inputBytes);
    merge = begun;
    for (const [index, input] of inputs.entries()) {
      begun.once(`sources ${index}`, input, () => begun.takeSources(index, changed.has(index)));
      await advance();
    }
    observer.step("settling");
    begun.settle();
    for (const index of byLargestSource(plan.sources())) {
      const input = inputs[index];
      if (input !== undefined) begun.once(`facts ${index}`, input, () => begun.takeFacts(index));
      await advance();
    }
    begun.finish(options.search, observer);
    file.commit();
  } catch (error) {
    const failure = file.failure(error);
    merge?.close();
    file.discard();
    throw failure ?? error;
  }
}

/**
 * The inputs that give facts, in the order of the numbers of their largest sources: most rows are then appended, which
 * costs much less than putting them before rows that are there.
 */
function byLargestSource(planned: readonly PlannedSource[]): number[] {
  const largest = new Map<number, PlannedSource>();
  for (const source of planned) {
    const { input, rowCount } = source.facts;
    if (rowCount > (largest.get(input)?.facts.rowCount ?? -1)) largest.set(input, source);
  }
  return [...largest.entries()].sort(([, a], [, b]) => a.sourceId - b.sourceId).map(([input]) => input);
}

class Merge {
  private readonly db: Database;

  constructor(
    private readonly file: AtomicFile,
    private readonly planned: readonly PlannedSource[],
    inputBytes: number,
  ) {
    this.db = beginMerge(file, inputBytes);
    listNumbers(this.db, planned);
  }

  /** Does a step in one transaction with its entry in the journal, unless an earlier run did it. */
  once(step: string, input: InputFile, work: () => void): void {
    if (this.db.prepare("SELECT 1 FROM merge_steps WHERE step = ?").get(step) !== null) return;
    input.read((path) => {
      attachInput(this.db, path);
      this.db.exec("BEGIN");
      work();
      this.db.prepare("INSERT INTO merge_steps (step) VALUES (?)").run(step);
      this.db.exec("COMMIT");
      detachInput(this.db);
    });
  }

  takeSources(input: number, wasChanged: boolean): void {
    const facts = this.planned.filter((source) => source.facts.input === input);
    mapSources(
      this.db,
      facts.map((source) => [source.sourceId, source.facts.sourceId]),
    );
    copySources(this.db, new Map(facts.map((source) => [source.sourceId, source])));
    copyProvenance(this.db);
    if (wasChanged) noteChanged(this.db);
    const originals = this.planned.filter((source) => source.originals.input === input);
    mapSources(
      this.db,
      originals.map((source) => [source.sourceId, source.originals.sourceId]),
    );
    copyOriginals(this.db);
  }

  settle(): void {
    settle(this.db);
  }

  takeFacts(input: number): void {
    const facts = this.planned.filter((source) => source.facts.input === input);
    mapSources(
      this.db,
      facts.map((source) => [source.sourceId, source.facts.sourceId]),
    );
    copyFacts(this.db);
  }

  finish(search: SearchScope | null, observer: MergeObserver): void {
    this.db.exec("BEGIN; DROP TABLE merge_steps");
    finishDatabase(this.db, search ?? this.agreedSearch(), (name) => observer.step(name));
    this.dropOrphanBlobs();
    this.db.exec("COMMIT");
    closeFinished(this.db);
    observer.step("sealing");
    sealFile(this.file.temporaryPath);
  }

  close(): void {
    this.db.close();
  }

  private agreedSearch(): SearchScope {
    const scopes = this.db.query<{ search: SearchScope }, []>("SELECT DISTINCT search FROM _bundles").all();
    const [only] = scopes;
    return only !== undefined && scopes.length === 1 ? only.search : "default";
  }

  /** Blobs that only a reading had which was not kept. */
  private dropOrphanBlobs(): void {
    this.db.exec(
      "DELETE FROM _blobs WHERE NOT EXISTS (SELECT 1 FROM _files AS f WHERE f.content_hash = _blobs.sha256)",
    );
  }
}
