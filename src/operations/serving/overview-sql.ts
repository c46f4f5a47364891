// The statements behind `info`, for whoever asks them in the pool instead of in this process.

import head from "../info/head.sql" with { type: "text" };
import issues from "../info/issues.sql" with { type: "text" };
import sessions from "../info/sessions.sql" with { type: "text" };
import statistics from "../info/statistics.sql" with { type: "text" };

export const overviewSql = {
  head,
  statistics,
  issues,
  sessions,
} as const;
