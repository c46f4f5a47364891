// The steps that cost most, each a link to where it happened.

import { type CostlyStep, costliest, costlySql } from "../queries/overview.ts";
import { useAnswer } from "../state/answer.ts";
import { queryHref, rowHref, sessionHref } from "../state/place.ts";
import { With } from "./notice.tsx";
import { Amount, Duration, Time, Unknown } from "./values.tsx";

type Measure = "duration" | "tokens";

interface CostliestProps {
  readonly bundle: string;
  readonly by: Measure;
  readonly title: string;
}

export function Costliest({ bundle, by, title }: CostliestProps) {
  const steps = useAnswer(costliest(bundle, by));
  return (
    <section>
      <h2>
        {title} <a href={queryHref(bundle, costlySql[by])}>as SQL</a>
      </h2>
      <With of={steps} wait="Looking for costly steps">
        {(found) =>
          found.length === 0 ? (
            <p class="dim">No step states {by === "duration" ? "how long it took" : "how many tokens it took"}.</p>
          ) : (
            <table class="grid grid-fixed">
              <tbody>
                {found.map((step) => (
                  <CostlyRow
                    key={`${step.table} ${step.id}`}
                    bundle={bundle}
                    step={step}
                    by={by}
                    most={costOf(found[0], by)}
                  />
                ))}
              </tbody>
            </table>
          )
        }
      </With>
    </section>
  );
}

interface CostlyRowProps {
  readonly bundle: string;
  readonly step: CostlyStep;
  readonly by: Measure;
  readonly most: number;
}

function CostlyRow({ bundle, step, by, most }: CostlyRowProps) {
  const { session, table, id } = step;
  const href = session === null ? rowHref(bundle, table, [id]) : sessionHref(bundle, session, { at: `${table}:${id}` });
  const kind = table === "tool_calls" ? "tool" : "answer";
  return (
    <tr>
      <td class="kind-cell">
        <span class={`kind kind-${kind}`}>{kind}</span>
      </td>
      <th scope="row">
        <a href={href}>{step.name ?? <Unknown what="unnamed" />}</a>
      </th>
      <td class="time-cell dim">
        <Time at={step.timestamp} />
      </td>
      <td class="num bar-cell cost-cell">
        <span class="bar" style={{ width: `${(100 * costOf(step, by)) / Math.max(1, most)}%` }} />
        {by === "duration" ? <Duration ms={step.durationMs} /> : <Amount value={step.tokens} />}
      </td>
    </tr>
  );
}

function costOf(step: CostlyStep | undefined, by: Measure): number {
  return (by === "duration" ? step?.durationMs : step?.tokens) ?? 0;
}
