// What turns tell of their conversations: one statement about a session for each, in the source's order.

import type { At, BundleWriter } from "../../../bundle/writer.ts";

export interface ConversationNote {
  readonly conversationId: string | null;
  readonly sessionId: string | null;
  readonly runtimeKey: string | null;
  /** UTC text; of several notes the latest tells the runtime. */
  readonly at: string | null;
}

interface Kept extends ConversationNote {
  readonly into: BundleWriter;
  readonly place: At;
}

export class ConversationNotes {
  readonly #kept = new Map<string, Kept>();

  /** A turn that names no session says nothing of one. */
  note({ conversationId, sessionId, runtimeKey, at }: ConversationNote, into: BundleWriter, place: At): void {
    if (sessionId === null) return; // The turn's row has its conversation all the same.
    const key = JSON.stringify([conversationId, sessionId]);
    const known = this.#kept.get(key);
    if (known?.at != null && (at === null || at < known.at)) return; // An older turn.
    const runtime = runtimeKey ?? known?.runtimeKey ?? null;
    this.#kept.set(key, { conversationId, sessionId, runtimeKey: runtime, at, into, place });
  }

  /** Writes one statement a conversation and session. */
  write(): void {
    for (const { conversationId, sessionId, runtimeKey, into, place } of this.#kept.values()) {
      const attributes = conversationId === null ? null : `{"conv_id":${JSON.stringify(conversationId)}}`;
      into.session({ session_id: sessionId, kind: "conversation", runtime_key: runtimeKey, attributes }, place);
    }
  }
}
