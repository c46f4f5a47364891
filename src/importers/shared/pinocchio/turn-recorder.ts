// Writes geppetto turns: snapshots, their blocks, and what the blocks tell of tools, models and messages.
// Format: docs/formats/pinocchio-turns-store.md

import type { JsonNode } from "../../../base/json.ts";
import type { At, BundleWriter } from "../../../bundle/writer.ts";
import { embeddedJsonField, textField } from "../json-fields.ts";
import { blockHash } from "./block-hash.ts";
import { ProviderLedger } from "./provider-ledger.ts";
import { ToolLedger, type ToolRecord } from "./tool-ledger.ts";

export interface TurnIdentity {
  readonly conversationId: string | null;
  readonly sessionId: string | null;
  readonly runId: string | null;
  readonly turnId: string | null;
}

export interface TurnSnapshot extends TurnIdentity {
  readonly phase: string | null;
  /** Times are UTC text. */
  readonly at: string | null;
  readonly timeAssumed?: 0 | 1;
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
  readonly runtimeKey: string | null;
  readonly inferenceId: string | null;
  /** Null: the artifact says nothing of blocks. */
  readonly blockCount: number | null;
  readonly metadata: JsonNode | null;
  readonly data: JsonNode | null;
}

export interface BlockContent {
  readonly id: string | null;
  readonly kind: string | null;
  readonly role: string | null;
  readonly payload: JsonNode | null;
  readonly metadata: JsonNode | null;
  readonly contentHash: string | null;
  readonly hashAlgorithm: string | null;
  readonly firstSeenAt: string | null;
  readonly timeAssumed?: 0 | 1;
}

/** Where a block occurs first in a conversation. */
export interface BlockUse {
  readonly snapshot: TurnIdentity & Pick<TurnSnapshot, "at" | "timeAssumed">;
  readonly ordinal: number | bigint | null;
}

/** The only algorithm there is so far. */
const KNOWN_ALGORITHM = "sha256-canonical-json-v1";

export class TurnRecorder {
  readonly #blocks = new Map<string, number>();
  readonly #told = new Set<string>();
  readonly #calls = new ProviderLedger();

  /** `tools`: where other records of the source tell of the same calls too. */
  constructor(
    private readonly importer: string,
    private readonly tools: ToolLedger = new ToolLedger(),
  ) {}

  /** Writes one snapshot and returns its n; its blocks are given to `place` and `tell`. */
  turn(snapshot: TurnSnapshot, into: BundleWriter, at: At): number {
    this.#tellCall(snapshot, into, at);
    return into.turn(
      {
        session_id: snapshot.sessionId,
        run_id: snapshot.runId,
        conversation_id: snapshot.conversationId,
        turn_id: snapshot.turnId,
        phase: snapshot.phase,
        timestamp: snapshot.at,
        time_assumed: snapshot.timeAssumed ?? 0,
        turn_created_at: snapshot.createdAt,
        updated_at: snapshot.updatedAt,
        runtime_key: snapshot.runtimeKey,
        inference_id: snapshot.inferenceId,
        trace_id: textField(snapshot.metadata ?? undefined, "geppetto.trace_id@v1"),
        block_count: snapshot.blockCount,
        metadata: snapshot.metadata?.raw ?? null,
        data: snapshot.data?.raw ?? null,
      },
      at,
    );
  }

  /** Writes a block unless it was there already (the same id with the same content); returns its key. */
  block(content: BlockContent, into: BundleWriter, at: At): string {
    const computed = blockHash(
      { kind: content.kind ?? "", role: content.role ?? "", payload: content.payload, metadata: content.metadata },
      content.contentHash,
    );
    const key = blockKey(content.id, content.contentHash ?? computed);
    if (this.#blocks.has(key)) return key;
    this.#checkHash(content, computed, into, at);
    const n = into.block(
      {
        block_id: content.id,
        content_hash: content.contentHash,
        computed_hash: computed,
        hash_algorithm: content.hashAlgorithm,
        kind: content.kind,
        role: content.role,
        payload: content.payload?.raw ?? null,
        metadata: content.metadata?.raw ?? null,
        timestamp: content.firstSeenAt,
        time_assumed: content.timeAssumed ?? 0,
      },
      at,
    );
    this.#blocks.set(key, n);
    return key;
  }

  /** Puts a block into a snapshot; false when there is no such block. */
  place(
    turn: number,
    key: string,
    ordinal: number | bigint | null,
    snapshot: TurnIdentity,
    into: BundleWriter,
    at: At,
  ): boolean {
    const block = this.#blocks.get(key) ?? null;
    into.turnBlock({ session_id: snapshot.sessionId, run_id: snapshot.runId, turn, block, ordinal }, at);
    return block !== null;
  }

  /** Notes what a block says of a tool, or in the transcript; once a conversation, in whatever snapshots it occurs. */
  tell(content: BlockContent, key: string, use: BlockUse, into: BundleWriter, at: At): void {
    const { snapshot } = use;
    const scope = scopeOf(snapshot);
    const once = `${scope}\n${key}`;
    if (this.#told.has(once)) return; // The same block again, in a later snapshot.
    this.#told.add(once);
    const record = {
      session_id: snapshot.sessionId,
      run_id: snapshot.runId,
      turn_id: snapshot.turnId,
      timestamp: snapshot.at ?? content.firstSeenAt,
      time_assumed: (snapshot.at === null ? content.timeAssumed : snapshot.timeAssumed) ?? 0,
      into,
      at,
    };
    if (content.kind === "tool_call" || content.kind === "tool_use") this.#tellTool(content, scope, record);
    else tellMessage(content, record, use.ordinal);
  }

  /** Writes what the turns told of tools and models. */
  finish(): void {
    this.tools.write();
    this.#calls.write();
  }

  #checkHash(content: BlockContent, computed: string, into: BundleWriter, at: At): void {
    if (content.contentHash === null || content.contentHash === computed) return;
    const known = content.hashAlgorithm === null || content.hashAlgorithm === KNOWN_ALGORITHM;
    into.issue(
      {
        severity: known ? "warning" : "info",
        code: `${this.importer}.${known ? "hash-mismatch" : "unknown-hash-algorithm"}`,
        message: known
          ? `Block ${content.id ?? "without an id"} is stored with a content hash that its content does not have (${computed}).`
          : `The hash algorithm "${content.hashAlgorithm}" is not known, so the hash of block ${content.id ?? "without an id"} could not be checked.`,
        raw: content.contentHash,
      },
      at,
    );
  }

  #tellTool(content: BlockContent, scope: string, record: ToolRecord): void {
    const payload = content.payload ?? undefined;
    if (payload === undefined || payload.members().length === 0) return; // The store kept nothing of what was called.
    const callId = textField(payload, "id");
    if (callId === null) {
      const what = `A ${content.kind} block (${content.id ?? "without an id"}) names no call`;
      record.into.issue(
        {
          severity: "warning",
          code: `${this.importer}.tool-without-id`,
          message: `${what}.`,
          raw: payload.raw,
        },
        record.at,
      );
      return;
    }
    const key = { scope, callId };
    if (content.kind === "tool_call") {
      this.tools.started(key, { name: textField(payload, "name"), params: embeddedJsonField(payload, "args") }, record);
      return;
    }
    const error = payload.get("error");
    const isError = error !== undefined && error.kind !== "null" && error.string() !== "";
    const result = payload.get("result");
    this.tools.ended(
      key,
      {
        value: embeddedJsonField(payload, "result"),
        text: result?.string() ?? null,
        error: isError ? (error.string() ?? error.raw) : null,
      },
      record,
    );
  }

  /** A turn is one call of a model when its metadata says anything of one. */
  #tellCall(snapshot: TurnSnapshot, into: BundleWriter, at: At): void {
    const metadata = snapshot.metadata ?? undefined;
    const usage = metadata?.get("geppetto.usage@v1");
    const model = textField(metadata, "geppetto.model@v1");
    const provider = textField(metadata, "geppetto.provider@v1");
    const stopReason = textField(metadata, "geppetto.stop_reason@v1");
    if (usage === undefined && model === null && provider === null && stopReason === null) return;
    const inference = textField(metadata, "geppetto.inference_id@v1") ?? snapshot.inferenceId;
    this.#calls.tell(
      JSON.stringify([snapshot.conversationId, snapshot.sessionId, snapshot.turnId, inference]),
      {
        session_id: snapshot.sessionId,
        run_id: snapshot.runId,
        turn_id: snapshot.turnId,
        event_id: inference,
        timestamp: snapshot.updatedAt ?? snapshot.at,
        time_assumed: snapshot.timeAssumed ?? 0,
        provider_name: provider,
        request_model: model,
        finish_reasons: stopReason === null ? null : JSON.stringify([stopReason]),
        usageNode: usage,
      },
      into,
      at,
    );
  }
}

/** Names a block among those of a source. */
export function blockKey(id: string | null, hash: string): string {
  return JSON.stringify([id, hash]);
}

/** What a call id is unique in. */
export function scopeOf(identity: Omit<TurnIdentity, "turnId">): string {
  return JSON.stringify([identity.conversationId, identity.sessionId ?? identity.runId]);
}

function tellMessage(content: BlockContent, record: ToolRecord, ordinal: number | bigint | null): void {
  const text = content.payload?.get("text")?.string() ?? null;
  record.into.message(
    {
      session_id: record.session_id,
      run_id: record.run_id,
      turn_id: record.turn_id,
      message_id: content.id,
      sequence: ordinal,
      role: content.role ?? roleOf(content.kind),
      kind: content.kind,
      content: text,
      content_json: text === null ? (content.payload?.raw ?? null) : null,
      timestamp: record.timestamp,
      time_assumed: record.time_assumed,
    },
    record.at,
  );
}

/** Who speaks in a block that states no role. */
function roleOf(kind: string | null): string | null {
  if (kind === "user" || kind === "system") return kind;
  return kind === "llm_text" || kind === "reasoning" ? "assistant" : null;
}
