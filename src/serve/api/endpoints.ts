// `/<bundle>/-/<name>.json`: what a bundle's page asks beside tables and SQL.

import type { Visit } from "../visit.ts";
import { errorsAnswer } from "./error-groups.ts";
import { fileAnswer, filesAnswer } from "./files.ts";
import { logFacetsAnswer } from "./log-facets.ts";
import { logHistogramAnswer } from "./log-histogram.ts";
import { logLinesAnswer } from "./log-lines.ts";
import { overviewAnswer } from "./overview.ts";
import { rawAnswer } from "./raw.ts";
import { schemaAnswer } from "./schema.ts";
import { searchAnswer } from "./search.ts";
import { sessionAnswer, sessionsAnswer } from "./sessions.ts";
import { stepsAnswer } from "./steps.ts";
import { tablesAnswer } from "./tables.ts";
import { toolsAnswer } from "./tools.ts";

export type Endpoint = (visit: Visit) => Promise<Response>;

/** Those that need no bundle. */
export const endpointsOfAnyFile: ReadonlySet<string> = new Set(["tables"]);

/** What each answers stands in types.ts. */
export const bundleEndpoints: Readonly<Record<string, Endpoint>> = {
  overview: overviewAnswer,
  sessions: sessionsAnswer,
  session: sessionAnswer,
  steps: stepsAnswer,
  errors: errorsAnswer,
  tools: toolsAnswer,
  tables: tablesAnswer,
  "log-lines": logLinesAnswer,
  "log-facets": logFacetsAnswer,
  "log-histogram": logHistogramAnswer,
  files: filesAnswer,
  file: fileAnswer,
  raw: rawAnswer,
  schema: schemaAnswer,
  search: searchAnswer,
};
