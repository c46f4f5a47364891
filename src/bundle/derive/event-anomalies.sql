-- Duplicates, gaps, disorder and missing numbers in streams that count their events one by one. Arrival order is the order of the source.
-- Clock-made numbers are milliseconds * 10^6 + n: only within one millisecond does a jump mean a loss.
-- A stream id such as 1780000000123-5 names one entry of a stream, not the stream.
INSERT INTO _event_anomalies (kind, session_id, stream_id, sequence, previous_sequence, event_row, detail)
WITH numbered AS MATERIALIZED (
  SELECT
    e.id, s.source_key, e.source_id, e.source_line, e.session_id, e.stream_id, e.sequence, e.event_type,
    CASE WHEN s.reader IN ('sessionstream-store', 'pinocchio-debug-events') THEN e.session_id END AS counted_session,
    CASE WHEN e.stream_id NOT GLOB '[0-9]*-[0-9]*' THEN e.stream_id END AS counted_stream,
    ifnull(e.event_type IN ('tool.result', 'tool.done'), 0) AS is_pair
  FROM _events AS e
  JOIN (
    -- A replay file counts as what its rows were first read from.
    SELECT
      o.source_id, o.source_key,
      ifnull((SELECT d.value FROM _source_descriptions AS d WHERE d.source_id = o.source_id AND d.key = 'replay_of'), o.importer) AS reader
    FROM _sources AS o
  ) AS s ON s.source_id = e.source_id
  WHERE e.superseded = 0
    AND s.reader IN ('sessionstream-store', 'pinocchio-debug-events', 'pinocchio-sem-frames', 'pinocchio-debug-api')
),
arrived AS (
  SELECT
    *,
    max(sequence) OVER (
      PARTITION BY source_id, counted_session, counted_stream ORDER BY source_line, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS highest_before,
    count(sequence) OVER (PARTITION BY source_id, counted_session, counted_stream) AS numbered_count,
    row_number() OVER (PARTITION BY source_id, counted_session, counted_stream, sequence ORDER BY source_line, id) AS place,
    row_number() OVER (PARTITION BY source_id, counted_session, counted_stream, sequence, event_type ORDER BY source_line, id) AS place_in_type,
    sum(is_pair) OVER (PARTITION BY source_id, counted_session, counted_stream, sequence ORDER BY source_line, id) AS pairs
  FROM numbered
),
sorted AS (
  SELECT
    *,
    lag(sequence) OVER (PARTITION BY source_id, counted_session, counted_stream ORDER BY sequence) AS sequence_below,
    lag(stream_id) OVER (PARTITION BY source_id, counted_session, counted_stream ORDER BY sequence) AS stream_id_below
  FROM arrived
  WHERE sequence IS NOT NULL AND place = 1
),
found AS (
  SELECT
    'duplicate' AS kind, source_key, source_line, id, session_id, stream_id, sequence, sequence AS previous_sequence,
    'An earlier event has the same number.' AS detail
  FROM arrived
  WHERE sequence IS NOT NULL AND place > 1 AND NOT (is_pair = 1 AND place_in_type = 1 AND pairs = place)
  UNION ALL
  SELECT
    'out_of_order', source_key, source_line, id, session_id, stream_id, sequence, highest_before,
    'An event with a higher number came before it.'
  FROM arrived
  WHERE sequence < highest_before AND place = 1
  UNION ALL
  SELECT
    'missing_sequence', source_key, source_line, id, session_id, stream_id, NULL, highest_before,
    'The event has no number, others of its stream have.'
  FROM arrived
  WHERE sequence IS NULL AND event_type IS NOT NULL AND numbered_count > 0
  UNION ALL
  SELECT
    'gap', source_key, source_line, id, session_id, stream_id, sequence, sequence_below,
    CASE sequence - sequence_below
      WHEN 2 THEN 'One number is missing: ' || (sequence - 1) || '.'
      ELSE (sequence - sequence_below - 1) || ' numbers are missing: ' || (sequence_below + 1) || ' to ' || (sequence - 1) || '.'
    END
  FROM sorted
  WHERE sequence > sequence_below + 1
    AND (
      sequence < 1000000000000000
      OR (sequence / 1000000 = sequence_below / 1000000 AND stream_id IS NOT NULL AND stream_id_below IS NOT NULL)
    )
)
SELECT kind, session_id, stream_id, sequence, previous_sequence, id, detail
FROM found
ORDER BY source_key, source_line, id, kind;
