// Log records under the filter of the page of logs, in windows as the steps of a session.

import { badRequest } from "../http/failure.ts";
import type { Visit } from "../visit.ts";
import { conditionsOf, logFilterOf } from "./log-filter.ts";
import { censusOf } from "./step-census.ts";
import { stepSources } from "./step-kinds.ts";
import type { StepRows } from "./step-windows.ts";
import { windowAnswer } from "./steps.ts";

const kind = "log";

/** So few are found by their facets and put in order; more are met soon enough on the way along the time. */
const mostSorted = 20_000;

export async function logLinesAnswer(visit: Visit): Promise<Response> {
  const few = logRows(visit, "");
  if (few.conditions.length === 0) return windowAnswer(visit, [few]);
  // Words are looked for in every record, and a rare value may lie far off.
  const scanning: Visit = { ...visit, lane: "scan" };
  const { total } = await censusOf(scanning, [few]);
  if (total.count <= mostSorted) return windowAnswer(scanning, [{ ...few, walking: "sort" }]);
  return windowAnswer(scanning, [{ ...few, onTheWay: logRows(visit, "+").conditions }]);
}

function logRows({ args }: Visit, sign: "" | "+"): StepRows {
  const source = stepSources.find((one) => one.kind === kind);
  if (source === undefined) throw badRequest("Log records are no steps.");
  const filter = logFilterOf(args, sign);
  const failed = args.isOn("failed") ? ["severity >= 13", "severity >= 17"] : [];
  const conditions = [...conditionsOf(filter), ...failed];
  return {
    source: { ...source, more: ["level", "severity", "logger", "event"] },
    from: source.rows,
    id: "id",
    conditions,
    values: filter.values,
    ...(conditions.length === 0 ? {} : { counting: "pass" }),
  };
}
