// The steps that cost most, each a link to where it happened.

import type { Step } from "../../api/types.ts";
import { costlySql } from "../queries/overview.ts";
import { queryHref, rowHref, sessionHref } from "../state/place.ts";
import { Amount, Duration, Time, Unknown } from "./values.tsx";

type Measure = "duration" | "tokens";

interface CostliestProps {
  readonly bundle: string;
  readonly by: Measure;
  readonly title: string;
  /** The costliest first. */
  readonly steps: readonly Step[];
}

const shown = 6;

export function Costliest({ bundle, by, title, steps }: CostliestProps) {
  return (
    <section>
      <h2>
        {title} <a href={queryHref(bundle, costlySql[by])}>as SQL</a>
      </h2>
      {steps.length === 0 ? (
        <p class="dim">No step states {by === "duration" ? "how long it took" : "how many tokens it took"}.</p>
      ) : (
        <table class="grid grid-fixed">
          <tbody>
            {steps.slice(0, shown).map((step) => (
              <CostlyRow
                key={`${step.table} ${step.id}`}
                bundle={bundle}
                step={step}
                by={by}
                most={costOf(steps[0], by) ?? 1}
              />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

interface CostlyRowProps {
  readonly bundle: string;
  readonly step: Step;
  readonly by: Measure;
  readonly most: number;
}

function CostlyRow({ bundle, step, by, most }: CostlyRowProps) {
  const { session_id: session, table, id, kind } = step;
  const at = `${table}:${id}`;
  const href = session === null ? rowHref(bundle, table, [String(id)]) : sessionHref(bundle, session, { at });
  const cost = costOf(step, by);
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
        <span class="bar" style={{ width: `${(100 * (cost ?? 0)) / Math.max(1, most)}%` }} />
        {by === "duration" ? <Duration ms={cost} /> : <Amount value={cost} />}
      </td>
    </tr>
  );
}

/** Of tokens the known parts. */
function costOf(step: Step | undefined, by: Measure): number | null {
  if (step === undefined) return null;
  if (by === "duration") return step.duration_ms;
  const parts = [step.input_tokens, step.output_tokens].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.reduce((sum, part) => sum + part, 0);
}
