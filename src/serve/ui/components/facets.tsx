// Values of a column with their counts; chosen ones stay on top and can be taken back.

import { useState } from "preact/hooks";
import { exactNumber, shortNumber } from "../format/amounts.ts";
import type { FacetCount } from "../queries/logs.ts";
import type { Loaded } from "../state/answer.ts";
import { Clipped } from "./clipped.tsx";

interface FacetProps {
  readonly title: string;
  /** What there is to know of its values; it follows the title. */
  readonly note?: string;
  readonly counts: Loaded<readonly FacetCount[]>;
  readonly chosen: readonly string[];
  readonly onChoose: (values: readonly string[]) => void;
  readonly nameOf?: (value: string) => string;
  readonly toneOf?: (value: string) => string;
  /** Takes the facet itself away. */
  readonly onClose?: () => void;
}

const fewValues = 8;

export function Facet({
  title,
  note,
  counts,
  chosen,
  onChoose,
  nameOf = (value) => value,
  toneOf,
  onClose,
}: FacetProps) {
  const [isLong, setLong] = useState(false);
  const known = counts.value ?? [];
  const missing = chosen.filter((value) => !known.some((one) => one.value === value));
  const all = [...missing.map((value) => ({ value, count: null })), ...known];
  const shown = isLong ? all : all.filter(({ value }, at) => at < fewValues || chosen.includes(value));
  const most = Math.max(1, ...known.map(({ count }) => count));
  const toggle = (value: string) =>
    onChoose(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]);
  if (all.length === 0 && counts.error === null && !counts.isLoading) return null;
  return (
    <fieldset class={counts.isStale ? "facet stale" : "facet"}>
      <legend>
        <span class="facet-title">{title}</span>
        {note !== undefined && <span class="facet-note">{note}</span>}
        {chosen.length > 0 && (
          <button type="button" class="link" onClick={() => onChoose([])}>
            all
          </button>
        )}
        {onClose !== undefined && (
          <button
            type="button"
            class="link facet-close"
            onClick={onClose}
            title={`Stop counting ${title}`}
            aria-label={`Stop counting ${title}`}
          >
            ×
          </button>
        )}
      </legend>
      {counts.error !== null && <p class="facet-error">{counts.error.message}</p>}
      {shown.map(({ value, count }) => (
        <label key={value} class="facet-row" title={value}>
          <input type="checkbox" checked={chosen.includes(value)} onChange={() => toggle(value)} />
          <span class={`facet-name ${toneOf?.(value) ?? ""}`}>
            {value === "" ? "not stated" : <Clipped name={nameOf(value)} />}
          </span>
          <span class="number" title={count === null ? "" : exactNumber(count)}>
            {count === null ? "" : shortNumber(count)}
          </span>
          <span class="facet-bar" style={{ width: `${(100 * (count ?? 0)) / most}%` }} />
        </label>
      ))}
      {all.length > fewValues && (
        <button type="button" class="link" onClick={() => setLong(!isLong)}>
          {isLong ? "fewer" : `${all.length - shown.length} more`}
        </button>
      )}
    </fieldset>
  );
}
