// A result as bars: one column names them, one measures them. The table stands beside it.

import type { Row } from "../api/rows.ts";
import { numberOf, textOf } from "../api/rows.ts";
import { counted, exactNumber } from "../format/amounts.ts";
import { change, parameters } from "../state/location.ts";

interface BarChartProps {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

const mostBars = 60;

export function measures(columns: readonly string[], rows: readonly Row[]): readonly string[] {
  return columns.filter(
    (column) =>
      rows.some((row) => numberOf(row[column]) !== null) &&
      rows.every((row) => row[column] === null || numberOf(row[column]) !== null),
  );
}

export function BarChart({ columns, rows }: BarChartProps) {
  const numeric = measures(columns, rows);
  const measure = numeric.find((column) => column === parameters.value.get("_y")) ?? numeric[0];
  const labels = columns.filter((column) => column !== measure);
  const label =
    labels.find((column) => column === parameters.value.get("_x")) ??
    labels.find((column) => !numeric.includes(column)) ??
    labels[0];
  if (measure === undefined || label === undefined)
    return <p class="notice">A chart needs a column of numbers and one that names them.</p>;
  const shown = rows.slice(0, mostBars);
  const most = Math.max(0, ...shown.map((row) => numberOf(row[measure]) ?? 0));
  return (
    <div class="bar-chart">
      <p class="chart-choice">
        <Choice label="measured by" name="_y" values={numeric} value={measure} />
        <Choice label="named by" name="_x" values={labels} value={label} />
      </p>
      <dl>
        {shown.map((row, at) => {
          const value = numberOf(row[measure]);
          const key = `${at}`;
          return (
            <div key={key}>
              <dt title={textOf(row[label]) ?? ""}>{textOf(row[label]) ?? "null"}</dt>
              <dd>
                <span class="bar" style={{ width: `${most <= 0 ? 0 : (78 * Math.max(0, value ?? 0)) / most}%` }} />
                <span class={value === null ? "unknown" : "number"}>
                  {value === null ? "null" : exactNumber(value)}
                </span>
              </dd>
            </div>
          );
        })}
      </dl>
      {rows.length > mostBars && (
        <p class="dim">
          The first {mostBars} of {counted(rows.length, "row")}.
        </p>
      )}
    </div>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly name: string;
  readonly values: readonly string[];
  readonly value: string;
}

function Choice({ label, name, values, value }: ChoiceProps) {
  return (
    <label>
      {label}{" "}
      <select value={value} onChange={(event) => change({ [name]: event.currentTarget.value }, "replace")}>
        {values.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
    </label>
  );
}
