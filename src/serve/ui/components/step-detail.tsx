// The chosen step in full; without one, what is known of the session itself.

import type { Step } from "../queries/steps.ts";
import { withArguments } from "../state/location.ts";
import { pageHref } from "../state/place.ts";
import { Record } from "./record.tsx";

interface StepDetailProps {
  readonly bundle: string;
  readonly session: string;
  readonly step: Step | null;
  /** As the address names it: it may be hidden by the choices. */
  readonly named: string | null;
}

const first: Readonly<{ [table: string]: readonly string[] }> = {
  tool_calls: [
    "tool_name",
    "status",
    "timestamp",
    "duration_ms",
    "error_type",
    "result_message",
    "params",
    "rendered_output",
    "result_value",
  ],
  prompt_events: [
    "prompt_name",
    "result_type",
    "timestamp",
    "duration_ms",
    "error_type",
    "error_message",
    "total_tokens",
    "input_tokens",
    "output_tokens",
    "output",
    "rendered_text",
  ],
  messages: ["role", "kind", "timestamp", "content"],
  logs: ["level", "event", "timestamp", "message", "context"],
  errors: ["error_type", "error_class", "timestamp", "message", "stack"],
  events: ["event_type", "timestamp", "payload"],
};

export function StepDetail({ bundle, session, step, named }: StepDetailProps) {
  if (named === null) {
    return (
      <div class="detail">
        <h2 class="detail-title">Session</h2>
        <p class="dim">
          Choose a step, or press <kbd>j</kbd> for the next, <kbd>e</kbd> for the next failure.
        </p>
        <Record
          bundle={bundle}
          table="sessions"
          rowKey={[session]}
          first={["session_id", "status", "kind", "agent_name", "title"]}
        />
      </div>
    );
  }
  const [table = "", id = ""] = named.split(":");
  return (
    <div class="detail">
      <p class="detail-head">
        <a href={withArguments({ at: null })} class="back">
          back to the steps
        </a>
        {step === null && <span class="dim">hidden by the choices above</span>}
        {step?.at !== null && step?.at !== undefined && (
          <a href={pageHref(bundle, "logs", { session_id: session, from: before(step.at), to: after(step.at) })}>
            logs around it
          </a>
        )}
      </p>
      <Record bundle={bundle} table={table} rowKey={[id]} first={first[table] ?? []} />
    </div>
  );
}

const aroundMs = 2000;

function before(at: string): string {
  return shifted(at, -aroundMs);
}

function after(at: string): string {
  return shifted(at, aroundMs);
}

function shifted(at: string, ms: number): string {
  const moment = Date.parse(at);
  return Number.isNaN(moment) ? at : `${new Date(moment + ms).toISOString().slice(0, -1)}000Z`;
}
