// What a sandbox left of a session: its metadata, log, interpreter state and files, and where these contradict each other.

import type { Database } from "bun:sqlite";
import logSql from "./sandbox-log.sql" with { type: "text" };

export interface SandboxReport {
  /** JSON as written; null: no metadata file. */
  readonly metadata: string | null;
  readonly log: readonly SandboxRecord[];
  /** Records in all; `log` has the last of them. */
  readonly log_count: number;
  /** Null: not asked for, or never saved. */
  readonly state: SandboxState | null;
  /** Null: not asked for. */
  readonly artifacts: readonly SandboxArtifact[] | null;
  readonly checks: readonly SandboxCheck[];
}

export interface SandboxRecord {
  readonly source_id: number;
  readonly source_line: number | null;
  readonly event: string | null;
  readonly timestamp: string | null;
  readonly container_id: string | null;
  readonly code: string | null;
  readonly success: 0 | 1 | null;
  readonly stdout: string | null;
  readonly error: string | null;
  /** JSON array of id, filename, content_type, size_bytes. */
  readonly artifacts: string | null;
}

export interface SandboxState {
  readonly captured_at: string | null;
  readonly variables: readonly SandboxVariable[];
  readonly modules: readonly string[];
}

export interface SandboxVariable {
  readonly name: string | null;
  readonly type: string | null;
  readonly value: string | null;
}

export interface SandboxArtifact {
  readonly filename: string | null;
  readonly size_bytes: number | null;
  readonly content_type: string | null;
  readonly artifact_id: string | null;
  readonly timestamp: string | null;
  /** For `dbundle raw`; null: the bytes are not in the bundle. */
  readonly bytes_source_key: string | null;
}

export interface SandboxCheck {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
}

interface Wishes {
  readonly limit: number | null;
  readonly state: boolean;
  readonly artifacts: boolean;
}

export function sandboxOf(db: Database, id: string, { limit, state, artifacts }: Wishes): SandboxReport {
  const metadata = db.query<{ payload: string | null }, [string]>(metadataSql).get(id);
  const counted = db.query<{ n: number }, [string]>(countSql).get(id);
  return {
    metadata: metadata?.payload ?? null,
    log: db
      .query<SandboxRecord, [string, number]>(logSql)
      .all(id, limit ?? -1)
      .reverse(),
    log_count: counted?.n ?? 0,
    state: state ? stateOf(db, id) : null,
    artifacts: artifacts ? db.query<SandboxArtifact, [string]>(artifactsSql).all(id) : null,
    checks: db.query<SandboxCheck, [string]>(checksSql).all(id),
  };
}

const metadataSql = `
  SELECT payload FROM documents WHERE session_id = ? AND kind = 'bind.session_metadata' ORDER BY timestamp DESC, id DESC LIMIT 1`;

const countSql = `
  SELECT (SELECT count(*) FROM events WHERE session_id = ?1) + (SELECT count(*) FROM executions WHERE session_id = ?1) AS n`;

const artifactsSql = `
  SELECT filename, size_bytes, content_type, artifact_id, timestamp, bytes_source_key
  FROM execution_artifacts WHERE session_id = ? ORDER BY source_id, source_line, id`;

const checksSql =
  "SELECT code, severity, message FROM bind_checks WHERE session_id = ? ORDER BY severity DESC, code, id";

function stateOf(db: Database, id: string): SandboxState | null {
  const variables = db
    .query<SandboxVariable & { captured_at: string | null }, [string]>(
      "SELECT name, type, value, captured_at FROM python_variables WHERE session_id = ? ORDER BY id",
    )
    .all(id);
  const modules = db
    .query<{ name: string; captured_at: string | null }, [string]>(
      "SELECT name, captured_at FROM python_modules WHERE session_id = ? ORDER BY name",
    )
    .all(id);
  if (variables.length === 0 && modules.length === 0) return null;
  return {
    captured_at: variables[0]?.captured_at ?? modules[0]?.captured_at ?? null,
    variables: variables.map(({ name, type, value }) => ({ name, type, value })),
    modules: modules.map(({ name }) => name),
  };
}
