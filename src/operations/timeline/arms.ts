// The kinds of rows that a timeline can show, each as a SELECT over its view with the same columns.

import { fromLevel } from "../logs.ts";
import { among, beforeTime, type Condition, equals, fromTime } from "../viewing/conditions.ts";

export interface TimelineFilter {
  readonly sessions: readonly string[] | null;
  readonly run: string | null;
  readonly tool: string | null;
  readonly model: string | null;
  readonly provider: string | null;
  /** Of tools and calls: ok, error, denied, pending, unknown, timeout. */
  readonly status: string | null;
  readonly class: string | null;
  readonly level: string | null;
  /** UTC. */
  readonly since: string | null;
  /** UTC. */
  readonly until: string | null;
}

export interface Shown {
  readonly events: boolean;
  readonly logs: boolean;
  readonly messages: boolean;
}

export interface Arm {
  readonly columns: string;
  readonly from: string;
  readonly conditions: readonly Condition[];
}

/** What of it is asked for: a filter that only some kinds of rows can meet leaves out the others. */
export function armsFor(filter: TimelineFilter, shown: Shown): Arm[] {
  const { tool, model, provider, status, level } = filter;
  if (filter.class !== null) return [errorArm(filter, [])];
  const ofCalls = model !== null || provider !== null;
  const narrowed = tool !== null || ofCalls || status !== null || level !== null;
  const arms: Arm[] = [];
  if (!narrowed || tool !== null || (status !== null && !ofCalls)) arms.push(toolArm(filter));
  if (!narrowed || ofCalls || (status !== null && tool === null)) arms.push(promptArm(filter));
  if (!narrowed) arms.push(errorArm(filter, shown.logs ? [notInStream, noLog] : [notInStream]));
  if (shown.messages && tool === null && status === null && level === null) arms.push(messageArm(filter));
  if (shown.events && !narrowed) arms.push(eventArm(filter));
  if (level !== null || (shown.logs && !narrowed)) arms.push(logArm(filter));
  return arms;
}

/** Failed tools and calls stand in the stream themselves. */
const notInStream: Condition = { sql: "origin_table NOT IN ('tool_calls', 'prompt_events')", values: [] };
/** A log of an error is shown as an error only where logs are not shown. */
const noLog: Condition = { sql: "origin_table <> 'logs'", values: [] };

function common({ sessions, run, since, until }: TimelineFilter): Condition[] {
  return [
    ...among("session_id", sessions),
    ...equals("run_id", run),
    ...fromTime("timestamp", since),
    ...beforeTime("timestamp", until),
  ];
}

const same = "timestamp, time_zone, session_id, run_id, source_id, source_line";

function toolArm(filter: TimelineFilter): Arm {
  return {
    columns: `${same}, 'tool' AS kind, tool_name AS name, status, result_success AS success, duration_ms,
      coalesce(CASE WHEN status IN ('error', 'denied') THEN coalesce(result_message, rendered_output) END, params) AS detail,
      NULL AS sequence, 'tool_calls' AS origin_table, id AS origin_id`,
    from: "tool_calls",
    conditions: [...common(filter), ...equals("tool_name", filter.tool), ...equals("status", filter.status)],
  };
}

function promptArm(filter: TimelineFilter): Arm {
  const { model, provider, status } = filter;
  const result = status === "ok" ? "success" : status;
  return {
    columns: `${same}, CASE event_type WHEN 'rendered' THEN 'prompt' ELSE 'model_call' END AS kind,
      coalesce(CASE event_type WHEN 'executed' THEN ifnull(response_model, request_model) END, prompt_name) AS name,
      result_type AS status, CASE result_type WHEN 'success' THEN 1 WHEN 'error' THEN 0 WHEN 'timeout' THEN 0 END AS success,
      duration_ms, coalesce(error_message, CASE event_type WHEN 'rendered' THEN rendered_text ELSE output END) AS detail,
      NULL AS sequence, 'prompt_events' AS origin_table, id AS origin_id`,
    from: "prompt_events",
    conditions: [
      ...common(filter),
      ...(model === null ? [] : [{ sql: "? IN (request_model, response_model)", values: [model] }]),
      ...equals("provider_name", provider),
      ...equals("result_type", result),
    ],
  };
}

function errorArm(filter: TimelineFilter, others: readonly Condition[]): Arm {
  return {
    columns: `timestamp, time_zone, session_id, run_id, source_id, NULL AS source_line, 'error' AS kind, error_class AS name,
      'error' AS status, 0 AS success, NULL AS duration_ms, coalesce(message, error_type, error_code) AS detail,
      NULL AS sequence, origin_table, origin_id`,
    from: "errors",
    conditions: [...common(filter), ...equals("error_class", filter.class), ...others],
  };
}

function messageArm(filter: TimelineFilter): Arm {
  return {
    columns: `${same}, 'message' AS kind, coalesce(role, kind) AS name, NULL AS status, NULL AS success, NULL AS duration_ms,
      ifnull(content, content_json) AS detail, CAST(sequence AS TEXT) AS sequence, 'messages' AS origin_table, id AS origin_id`,
    from: "messages",
    conditions: [...common(filter), ...equals("model", filter.model)],
  };
}

function eventArm(filter: TimelineFilter): Arm {
  return {
    columns: `${same}, 'event' AS kind, event_type AS name, NULL AS status, NULL AS success, NULL AS duration_ms,
      payload AS detail, CAST(sequence AS TEXT) AS sequence, 'events' AS origin_table, id AS origin_id`,
    from: "events",
    conditions: common(filter),
  };
}

function logArm(filter: TimelineFilter): Arm {
  return {
    columns: `${same}, 'log' AS kind, coalesce(event, logger) AS name, level AS status,
      CASE WHEN severity >= 17 THEN 0 END AS success, NULL AS duration_ms, message AS detail, NULL AS sequence,
      'logs' AS origin_table, id AS origin_id`,
    from: "logs",
    conditions: [...common(filter), ...fromLevel(filter.level)],
  };
}
