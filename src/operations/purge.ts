// Makes a new bundle without some agents; without an output it only tells what would go.

import type { Database } from "bun:sqlite";
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { UsageError, UserError } from "../base/errors.ts";
import { writeFailure } from "../base/write-failure.ts";
import { bundleFailure, openBundle } from "../bundle/open.ts";
import { type CutSource, type PurgedAgent, planPurge, writePurged } from "../bundle/purge/purge.ts";
import agentsSql from "./purge/agents.sql" with { type: "text" };

export interface PurgeOptions {
  readonly bundle: string;
  /** Only agents of this state, as their store states it. */
  readonly state: string | null;
  readonly agent: string | null;
  /** All agents that the other filters leave. */
  readonly all: boolean;
  /** Null: nothing is written. */
  readonly output: string | null;
  readonly overwrite: "refuse" | "replace";
}

export interface PurgeReport {
  readonly bundle: string;
  /** Null: a dry run. */
  readonly output: string | null;
  readonly sizeBytes: number | null;
  readonly agents: readonly PurgedAgent[];
  readonly sources: readonly CutSource[];
  readonly rowCount: number;
}

export function purge(options: PurgeOptions): PurgeReport {
  const { bundle: path, state, agent, all, output, overwrite } = options;
  if (state === null && agent === null && !all)
    throw new UsageError("Nothing says which agents go: give --agent NAME, --state STATE or --all.");
  if (output !== null && resolve(output) === resolve(path))
    throw new UserError(`Cannot write "${output}": it is the bundle that is read. Purging makes a new bundle.`);
  const bundle = openBundle(path);
  try {
    const agents = chosen(bundle.db, state, agent);
    // Its temporary tables are its own; the file is open for reading only.
    bundle.db.exec("PRAGMA query_only = OFF");
    const sources = agents.length === 0 ? [] : planPurge(bundle.db, agents);
    const writes = output !== null && agents.length > 0;
    if (writes) writePurged(bundle, { output, overwrite }, agents);
    return {
      bundle: path,
      output: writes ? output : null,
      sizeBytes: writes ? statSync(output).size : null,
      agents,
      sources,
      rowCount: sources.reduce((sum, { rowCount }) => sum + rowCount, 0),
    };
  } catch (error) {
    throw bundleFailure(error, path) ?? (output === null ? null : writeFailure(error, output)) ?? error;
  } finally {
    bundle.close();
  }
}

/** Every filter that is given must hold. */
function chosen(db: Database, state: string | null, agent: string | null): PurgedAgent[] {
  return db.query<PurgedAgent, Record<string, string | null>>(agentsSql).all({ $state: state, $agent: agent });
}
