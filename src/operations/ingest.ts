// Reads artifacts into a bundle: opens them, lets the best importer read each, and keeps their original bytes.

import { basename } from "node:path";
import type { Limits } from "../artifacts/limits.ts";
import { wrappingOf } from "../artifacts/magic.ts";
import { type Input, type OpenedArtifact, openArtifacts, type Problem } from "../artifacts/open.ts";
import { messageOf } from "../base/errors.ts";
import { limitJson } from "../base/json.ts";
import type { BundleBuilder } from "../bundle/builder.ts";
import type { SourceStatus } from "../bundle/leaf-rows.ts";
import { PrivateFolder } from "../bundle/private-folder.ts";
import type { Occurrence, Reading, SourceInProgress } from "../bundle/source-in-progress.ts";
import { choose } from "../importers/choose.ts";
import type { Importer } from "../importers/importer.ts";
import { opaque } from "../importers/opaque.ts";
import { type Container, occurrenceOf } from "./ingest/place.ts";

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
  const temporary = new PrivateFolder("artifacts");
  using _ = limitJson({ depth: options.limits.jsonDepth, values: options.limits.jsonValues });
  try {
    const run = new Ingestion(builder, options);
    const opening = { ...options, temporaryFolder: () => temporary.path };
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
    if (reader !== null && (await this.takeByName(artifact, reader, occurrence))) return;
    const source = this.builder.beginSource(readingOf(reader, forced, artifact), occurrence, artifact.sizeBytes);
    const sourceId = await this.read(artifact, reader, source);
    if (wrapping === null) return;
    const depth = (container?.depth ?? 0) + 1;
    await this.takeMembers(artifact, { sourceId, kind: wrapping, folder: occurrence.folder, depth });
  }

  /** Names a source that the bundle has, read by the same importer in no older version. False: it is to be read. */
  private async takeByName(artifact: OpenedArtifact, reader: Importer, occurrence: Occurrence): Promise<boolean> {
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

  /** Reads all of it, whatever its importer makes of it; returns the source's id. A null importer: a wrapper. */
  private async read(artifact: OpenedArtifact, importer: Importer | null, source: SourceInProgress): Promise<number> {
    const { observer } = this.options;
    observer.reading(artifact.path, artifact.sizeBytes);
    artifact.tap((chunk) => {
      source.chunk(chunk);
      observer.bytes(chunk.bytes.byteLength);
    });
    for (const { severity, code, message } of artifact.openProblems) source.writer.issue({ severity, code, message });
    const readStatus = await this.readFacts(artifact, importer, source);
    await artifact.drain();
    const digest = artifact.digest();
    const { sourceId, known, status, rowCount, issueCount } = this.builder.finishSource(
      source,
      { ...digest, lineCount: digest.lineCount === 0 ? null : digest.lineCount, head: artifact.head },
      readStatus,
    );
    const { path } = artifact;
    const { sizeBytes } = digest;
    this.note({ path, importer: source.reading.importer, status, rowCount, issueCount, sizeBytes, known });
    return sourceId;
  }

  /** What an importer cannot read at all is an issue of the source; only a failure to write throws. */
  private async readFacts(
    artifact: OpenedArtifact,
    importer: Importer | null,
    { writer }: SourceInProgress,
  ): Promise<SourceStatus> {
    if (importer === null) return "opaque";
    try {
      await importer.read(artifact, writer);
      return importer === opaque ? "opaque" : "imported";
    } catch (error) {
      const failedWrite = this.builder.failure(error);
      if (failedWrite !== null) throw failedWrite;
      writer.issue({ severity: "error", code: `${importer.id}.unreadable`, message: sentence(messageOf(error)) });
      return "failed";
    }
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

function sentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
