// The statements behind `info`, for whoever asks them in the pool instead of in this process.

import issues from "../info/issues.sql" with { type: "text" };
import sessions from "../info/sessions.sql" with { type: "text" };
import statistics from "../info/statistics.sql" with { type: "text" };

export const overviewSql = {
  head: `SELECT bundle_id, created_at, dbundle_version, wink_version, schema_version, root_session_id, source_directory,
    experiment_name, experiment_tag, description, tags, fidelity, content_digest,
    (SELECT count(*) FROM bundles) AS bundle_count
  FROM bundle_meta`,
  statistics,
  issues,
  sessions,
} as const;
