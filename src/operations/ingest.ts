// Reads artifacts into a bundle: opens them, lets the best importer read each, and keeps their original bytes.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Limits } from "../artifacts/limits.ts";
import { wrappingOf } from "../artifacts/magic.ts";
import { type Input, type OpenedArtifact, openArtifacts, type Problem } from "../artifacts/open.ts";
import { messageOf } from "../base/errors.ts";
import { limitJson } from "../base/json.ts";
import { removeOnStop } from "../base/stop.ts";
import { inTemporaryFolder } from "../base/write-failure.ts";
import type { BundleBuilder } from "../bundle/builder.ts";
import type { SourceStatus } from "../bundle/leaf-rows.ts";
import type { Occurrence, Reading, SourceInProgress } from "../bundle/source-in-progress.ts";
import { choose } from "../importers/choose.ts";
import type { Importer } from "../importers/importer.ts";
import { opaque } from "../importers/opaque.ts";

export { defaultLimits } from "../artifacts/limits.ts";

export interface IngestedSource {
  readonly path: string;
  /** Importer id, `opaque` or `wrapper`. */
  readonly importer: string;
  readonly status: SourceStatus;
  readonly rowCount: number;
  readonly issueCount: number;
  readonly sizeBytes: number;
  /** The same bytes had been read before, from another path. */
  readonly known: boolean;
}

export interface IngestReport {
  readonly sources: readonly IngestedSource[];
  readonly problems: readonly Problem[];
}

export interface IngestOptions {
  readonly inputs: readonly Input[];
  readonly limits: Limits;
  /** Whether `.git`, `node_modules` and `worktrees` are read too. */
  readonly all: boolean;
  skip(absolutePath: string, head: Uint8Array): string | null;
  /** What the bundle that is added to has read, by source key. */
  readonly known?: ReadonlyMap<string, KnownReading>;
  readonly observer: IngestObserver;
}

export interface KnownReading {
  readonly importer: string;
  readonly version: number;
  readonly sizeBytes: number;
  readonly rowCount: number;
  readonly issueCount: number;
}

/** Told of what goes on, for progress and log events. */
export interface IngestObserver {
  reading(path: string, sizeBytes: number | null): void;
  /** More bytes of the current source were read. */
  bytes(count: number): void;
  source(source: IngestedSource): void;
  problem(problem: Problem): void;
}

/** Imports all inputs into `builder`. Bad input becomes issues; only a failure to write throws. */
export async function ingest(builder: BundleBuilder, options: IngestOptions): Promise<IngestReport> {
  const temporary = new TemporaryFolder();
  using _ = limitJson({ depth: options.limits.jsonDepth, values: options.limits.jsonValues });
  try {
    const run = new Ingestion(builder, options);
    const opening = { ...options, temporaryFolder: () => temporary.path() };
    for await (const found of openArtifacts(options.inputs, opening)) {
      if (found.kind === "artifact") await run.take(found.artifact, null);
      // The file that is being written is nobody's artifact: to name it would say when the bundle was made, not what is in it.
      else if (basename(found.path) !== basename(builder.temporaryPath)) run.problem(found);
    }
    return run;
  } finally {
    temporary.remove();
  }
}

/** A wrapper whose members are being read. */
interface Container {
  readonly sourceId: number;
  readonly kind: "archive" | "compressed";
  readonly folder: string;
  readonly depth: number;
}

class Ingestion implements IngestReport {
  readonly sources: IngestedSource[] = [];
  readonly problems: Problem[] = [];

  private readonly knownSizes: ReadonlySet<number>;

  constructor(
    private readonly builder: BundleBuilder,
    private readonly options: IngestOptions,
  ) {
    this.knownSizes = new Set([...(options.known?.values() ?? [])].map((known) => known.sizeBytes));
  }

  problem(problem: Problem): void {
    this.builder.bundleIssue(problem.path, problem.severity, problem.code, problem.message);
    this.problems.push(problem);
    this.options.observer.problem(problem);
  }

  async take(artifact: OpenedArtifact, container: Container | null): Promise<void> {
    const { importer, forced, problem } = choose(artifact);
    if (problem !== null) {
      this.problem({
        kind: "problem",
        path: artifact.path,
        severity: "error",
        code: "importer.unknown",
        message: problem,
      });
    }
    const wrapping = importer === null ? wrapperKind(artifact) : null;
    const reader = wrapping === null ? (importer ?? opaque) : null;
    const occurrence = occurrenceOf(artifact, container);
    if (reader !== null && (await this.isKnown(artifact, reader, occurrence))) return;
    const source = this.builder.beginSource(readingOf(reader, forced, artifact), occurrence, artifact.sizeBytes);
    const sourceId = await this.read(artifact, reader, source);
    if (wrapping === null) return;
    const depth = (container?.depth ?? 0) + 1;
    await this.takeMembers(artifact, { sourceId, kind: wrapping, folder: occurrence.folder, depth });
  }

  /** A source that the bundle has, read by the same importer in the same version, is only named. */
  private async isKnown(artifact: OpenedArtifact, reader: Importer, occurrence: Occurrence): Promise<boolean> {
    if (artifact.sizeBytes === null || !this.knownSizes.has(artifact.sizeBytes)) return false;
    const key = await artifact.quickKey();
    const known = key === null ? undefined : this.options.known?.get(key);
    if (key === null || known === undefined) return false;
    if (known.importer !== reader.id || known.version < reader.version) return false;
    this.builder.nameSource(key, artifact.sizeBytes, occurrence);
    const { path } = artifact;
    const { rowCount, issueCount, sizeBytes } = known;
    this.note({ path, importer: reader.id, status: "imported", rowCount, issueCount, sizeBytes, known: true });
    return true;
  }

  private note(source: IngestedSource): void {
    this.sources.push(source);
    this.options.observer.source(source);
  }

  private async read(artifact: OpenedArtifact, importer: Importer | null, source: SourceInProgress): Promise<number> {
    const { observer } = this.options;
    observer.reading(artifact.path, artifact.sizeBytes);
    artifact.tap((chunk) => {
      source.chunk(chunk);
      observer.bytes(chunk.bytes.byteLength);
    });
    for (const { severity, code, message } of artifact.openProblems) source.writer.issue({ severity, code, message });
    let status: SourceStatus = importer === null || importer === opaque ? "opaque" : "imported";
    if (importer !== null) {
      try {
        await importer.read(artifact, source.writer);
      } catch (error) {
        const failedWrite = this.builder.failure(error);
        if (failedWrite !== null) throw failedWrite;
        status = "failed";
        source.writer.issue({
          severity: "error",
          code: `${importer.id}.unreadable`,
          message: sentence(messageOf(error)),
        });
      }
    }
    await artifact.drain();
    const digest = artifact.digest();
    const finished = this.builder.finishSource(
      source,
      { ...digest, lineCount: digest.lineCount === 0 ? null : digest.lineCount, head: artifact.head },
      status,
    );
    this.note({
      path: artifact.path,
      importer: source.reading.importer,
      status: finished.status,
      rowCount: finished.rowCount,
      issueCount: finished.issueCount,
      sizeBytes: digest.sizeBytes,
      known: finished.known,
    });
    return finished.sourceId;
  }

  private async takeMembers(artifact: OpenedArtifact, container: Container): Promise<void> {
    const { limits } = this.options;
    if (container.depth > limits.nesting) {
      const message = `What "${artifact.path}" contains was not read: archives lie more than ${limits.nesting} deep in each other.`;
      this.problem({ kind: "problem", path: artifact.path, severity: "data_loss", code: "archive.too-deep", message });
      return;
    }
    for await (const found of artifact.members()) {
      if (found.kind === "problem") this.problem(found);
      else await this.take(found.artifact, container);
    }
  }
}

function wrapperKind(artifact: OpenedArtifact): "archive" | "compressed" | null {
  if (artifact.archive !== null) return "archive";
  const wrapping = wrappingOf(artifact.head);
  return wrapping === "gzip" || wrapping === "zstd" ? "compressed" : null;
}

/** A null importer: a wrapper, of which only the members are read. */
function readingOf(importer: Importer | null, forced: boolean, artifact: OpenedArtifact): Reading {
  return {
    importer: importer?.id ?? "wrapper",
    version: importer?.version ?? 1,
    forced,
    appendOnly: importer?.appendOnly ?? false,
    isArchive: importer !== null && artifact.archive !== null,
  };
}

function occurrenceOf(artifact: OpenedArtifact, container: Container | null): Occurrence {
  return {
    path: artifact.path,
    folder: folderOf(artifact.path, container),
    containerId: container?.sourceId ?? null,
    entryIndex: artifact.entryIndex,
  };
}

/**
 * The folder of a source's place: a file lies in its folder, what an archive holds lies in that archive, and what a
 * compressed file holds lies where that file lies.
 */
function folderOf(path: string, container: Container | null): string {
  if (container?.kind === "compressed") return container.folder;
  if (container?.kind === "archive") return path.slice(0, path.lastIndexOf("!/") + 1);
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}

function sentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}

/** Where stores and unpacked members are put while they are read. */
class TemporaryFolder {
  private folder: string | null = null;
  private keepOnStop: () => void = () => undefined;
  private readonly removeFolder = () => {
    if (this.folder !== null) rmSync(this.folder, { recursive: true, force: true });
  };
  path(): string {
    if (this.folder === null) {
      this.folder = inTemporaryFolder(tmpdir(), () => mkdtempSync(join(tmpdir(), "dbundle-")));
      process.once("exit", this.removeFolder);
      this.keepOnStop = removeOnStop(this.folder, "folder");
    }
    return this.folder;
  }
  remove(): void {
    process.off("exit", this.removeFolder);
    this.removeFolder();
    this.keepOnStop();
  }
}
