// Format: docs/formats/pinocchio-turn-yaml.md

import type { Artifact } from "../artifacts/artifact.ts";
import { Claim, type Importer } from "./importer.ts";
import { ConversationNotes } from "./shared/pinocchio/conversation-notes.ts";
import { writeYamlTurn } from "./shared/pinocchio/turn-payload.ts";
import { TurnRecorder } from "./shared/pinocchio/turn-recorder.ts";

const ID = "pinocchio-turn-yaml";
const MAXIMUM_BYTES = 100_000_000;
const BLOCKS = /^blocks:\s*$/m;
const KIND = /^\s+(?:-\s+)?kind: (?:user|llm_text|tool_call|tool_use|system|reasoning|other)\s*$/m;
const GEPPETTO = /^\s+geppetto\.[a-z_]+@v\d+:/m;

/** What the file itself does not say; its name (`final_turn.yaml`) is no fact. */
const NOTHING_STATED = {
  conversationId: null,
  sessionId: null,
  runId: null,
  turnId: null,
  phase: null,
  at: null,
  createdAt: null,
  updatedAt: null,
  runtimeKey: null,
  inferenceId: null,
} as const;

export const pinocchioTurnYaml: Importer = {
  id: ID,
  title: "Geppetto turn (YAML, of pinocchio run folders)",
  spec: "docs/formats/pinocchio-turn-yaml.md",
  version: 1,
  sniff({ head }) {
    if (head.includes(0)) return Claim.no; // No text: a store may hold turns too.
    const text = new TextDecoder().decode(head);
    if (!BLOCKS.test(text) || !KIND.test(text)) return Claim.no;
    return GEPPETTO.test(text) ? Claim.marker : Claim.shape;
  },
  async read(artifact: Artifact, into) {
    const text = new TextDecoder().decode(await artifact.bytes(MAXIMUM_BYTES));
    const recorder = new TurnRecorder(ID);
    const turn = writeYamlTurn(text, NOTHING_STATED, recorder, { into, at: { number: 1 }, importer: ID });
    recorder.finish();
    const conversations = new ConversationNotes();
    conversations.note(turn, into, { number: 1 });
    conversations.write();
  },
};
