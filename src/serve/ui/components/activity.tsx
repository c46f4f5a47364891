// When something happened: steps and log records over time, failures marked red.

import { useMemo } from "preact/hooks";
import type { Overview } from "../../api/types.ts";
import { duration } from "../format/amounts.ts";
import { instant, utcText } from "../format/times.ts";
import { go } from "../state/location.ts";
import { pageHref } from "../state/place.ts";
import { Histogram, type TimeBuckets } from "./histogram.tsx";

interface ActivityProps {
  readonly bundle: string;
  readonly overview: Overview;
}

export function Activity({ bundle, overview }: ActivityProps) {
  const { activity, counts } = overview;
  const buckets = useMemo(() => bucketsOf(activity), [activity]);
  if (buckets === null) return null;
  const choose = (from: number, to: number) => go(pageHref(bundle, "logs", { from: utcText(from), to: utcText(to) }));
  return (
    <section>
      <h2>
        Activity over time{" "}
        <span class="head-note">
          steps and log records, {duration(activity.bucket_ms)} a bar, failures red
          {counts.log_count > 0 && "; drag over it to see the logs of a span"}
        </span>
      </h2>
      <Histogram
        buckets={buckets}
        height={84}
        label="Steps and log records over time, failures marked red"
        {...(counts.log_count > 0 ? { onSpan: choose } : {})}
      />
    </section>
  );
}

function bucketsOf({ from, bucket_ms, series }: Overview["activity"]): TimeBuckets | null {
  const begin = instant(from);
  const length = series[0]?.counts.length ?? 0;
  const steps = series.filter(({ name }) => name !== "failure");
  const total = Array.from({ length }, (_, at) => steps.reduce((sum, { counts }) => sum + (counts[at] ?? 0), 0));
  if (begin === null || total.every((count) => count === 0)) return null;
  const errors = series.find(({ name }) => name === "failure")?.counts ?? total.map(() => 0);
  const edges = Array.from({ length: length + 1 }, (_, at) => begin + at * bucket_ms);
  return { edges, total, warnings: errors, errors };
}
