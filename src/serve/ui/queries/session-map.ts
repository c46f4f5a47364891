// How many steps of each kind a session has, and when: its toggles and its map.

import { type SessionDetail, type StepKind, type Steps, stepKinds } from "../../api/types.ts";
import { endpoint } from "../api/client.ts";
import { instant } from "../format/times.ts";
import type { Loading } from "../state/answer.ts";

export interface SessionMap {
  /** Of log records those from WARNING up. */
  readonly counts: Readonly<Record<StepKind, number>>;
  /** No log record is below WARNING: the series `log` is that of the steps. */
  readonly isLogSevere: boolean;
  /** Milliseconds where the first bucket begins; null: nothing states a time. */
  readonly begin: number | null;
  readonly bucketMs: number;
  /** By kind, and `failure`; one number a bucket. Kinds without a step are left out. */
  readonly series: Readonly<Record<string, readonly number[]>>;
}

const buckets = 600;

export function sessionMap(bundle: string, session: string): Loading<SessionMap> {
  return {
    key: `session map ${bundle} ${session}`,
    load: async (signal) => {
      // The detail counts events that are shown as tool calls or prompts, and log records of all levels.
      const count = async (kind: "event" | "log") => {
        // Asked for a level, the server counts log records beside whatever other kinds are wanted.
        const which = kind === "log" ? { kinds: kind, logs: "warning" } : { kinds: kind };
        const given = { session, ...which, _size: "1", _total: "on" };
        return (await endpoint<Steps>(bundle, "steps", given, signal)).total?.count ?? 0;
      };
      const detail = endpoint<SessionDetail>(bundle, "session", { session, buckets: String(buckets) }, signal);
      const [{ counts: all, minimap }, event, log] = await Promise.all([detail, count("event"), count("log")]);
      const counts = { ...all, event, log };
      const shown = minimap.series.filter(({ name }) => {
        const kind = stepKinds.find((one) => one === name);
        return kind === undefined || counts[kind] > 0;
      });
      return {
        counts,
        isLogSevere: log === all.log,
        begin: instant(minimap.from),
        bucketMs: minimap.bucket_ms,
        series: Object.fromEntries(shown.map(({ name, counts: ofBuckets }) => [name, ofBuckets])),
      };
    },
  };
}
