-- Every failure that is recorded elsewhere than in logs. `fingerprint` is a function of this program.
-- Ids are made of the origin's id and table (times 16, as in the search index), so that they do not depend on order.
INSERT INTO _errors (id, source_id, source_member, source_line, error_class, error_code, error_type, message, stack, fingerprint, timestamp, time_assumed, session_id, run_id, origin_table, origin_id)
SELECT
  e.id * 16 + 4, e.source_id, e.source_member, e.source_line, ifnull(e.error_class, 'runtime'), e.error_code, e.error_type, e.message, e.stack,
  fingerprint(coalesce(e.message, e.error_type, e.error_code)), e.timestamp, e.time_assumed, e.session_id, e.run_id, 'errors', e.id * 16 + 4
FROM _error_facts AS e
WHERE e.superseded = 0;

INSERT INTO _errors (id, source_id, source_member, source_line, error_class, error_code, error_type, message, stack, fingerprint, timestamp, time_assumed, session_id, run_id, origin_table, origin_id)
SELECT
  t.id * 16 + 2, t.source_id, t.source_member, t.source_line, 'tool', 'tool.' || t.status, t.error_type,
  coalesce(t.result_message, t.rendered_output, t.result_value), NULL,
  fingerprint(ifnull(t.tool_name, '') || ': ' || coalesce(t.result_message, t.rendered_output, t.result_value, t.error_type, t.status)),
  t.timestamp, t.time_assumed, t.session_id, t.run_id, 'tool_calls', t.id
FROM _tool_invocations AS t
WHERE t.superseded = 0 AND t.shadowed = 0 AND t.status IN ('error', 'denied');

INSERT INTO _errors (id, source_id, source_member, source_line, error_class, error_code, error_type, message, stack, fingerprint, timestamp, time_assumed, session_id, run_id, origin_table, origin_id)
SELECT
  p.id * 16 + 3, p.source_id, p.source_member, p.source_line, 'provider', 'provider.' || ifnull(p.result_type, 'error'), p.error_type, p.error_message, NULL,
  fingerprint(coalesce(p.error_message, p.error_type, p.result_type)), p.timestamp, p.time_assumed, p.session_id, p.run_id, 'prompt_events', p.id
FROM _prompt_events AS p
WHERE p.superseded = 0 AND p.shadowed = 0 AND (p.result_type IN ('error', 'timeout') OR p.error_type IS NOT NULL);
