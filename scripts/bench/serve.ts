// Measures the compiled program's server on one bundle of log lines, beside Datasette where that is installed. See docs/benchmarks-serve.md.
// Usage: bun run bench:serve [--rows 1000000] [--requests 30] [--starts 5] [--folder DIR] [--keep]

import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { median, run } from "./measure.ts";
import { clients, type Export, exported, type Latency, requested } from "./serve/requests.ts";
import { type Program, started } from "./serve/server.ts";
import { exportPaths, rowsOf, tablePaths, works } from "./serve/works.ts";
import type { Row } from "./table.ts";
import { logFile } from "./works/work.ts";

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "1000000" },
    requests: { type: "string", default: "30" },
    starts: { type: "string", default: "5" },
    folder: { type: "string", default: tmpdir() },
    keep: { type: "boolean", default: false },
  },
});

const rows = counted(values.rows);
const requests = counted(values.requests);
const starts = counted(values.starts);

const built = join(import.meta.dir, "../../dist/dbundle");
if (!existsSync(built)) throw new Error("There is no dist/dbundle: run `bun run build` first.");
mkdirSync(values.folder, { recursive: true });
const folder = mkdtempSync(join(values.folder, "dbundle-bench-serve-"));
// A copy, so that building again does not disturb what runs.
const program = join(folder, "dbundle");
const bundle = join(folder, "bench.db");
const found = Bun.which("datasette");

const dbundle: Program = (port) => [
  program,
  "serve",
  bundle,
  "--no-open",
  "--port",
  `${port}`,
  "--sql-timeout",
  "10000",
];
const datasette: Program | null =
  found === null
    ? null
    : (port) => {
        const settings = [
          ["sql_time_limit_ms", "10000"],
          ["facet_time_limit_ms", "10000"],
          ["max_csv_mb", "0"],
        ].flatMap((setting) => ["--setting", ...setting]);
        return [found, "serve", bundle, "--host", "127.0.0.1", "--port", `${port}`, ...settings];
      };

try {
  copyFileSync(built, program);
  const log = await logFile({ program, folder, rows }, 1);
  await run([program, "create", log, "-o", bundle, "--search", "default"]);
  print([...(await starting()), ...(await answering())]);
  if (datasette === null) console.log("\nDatasette is not installed: there is no `datasette` on the PATH.");
} finally {
  if (values.keep) process.stderr.write(`Kept ${folder}\n`);
  else rmSync(folder, { recursive: true, force: true });
}

async function starting(): Promise<Row[]> {
  const table: Row[] = [];
  for (const path of ["/", tablePaths.ours]) {
    const ours = await startTimes(dbundle, path);
    const other = datasette === null ? null : await startTimes(datasette, path);
    const name = path === "/" ? "start, to the first page" : "start, to the first table page";
    table.push([name, `${starts}`, ms(median(ours)), ms(Math.max(...ours)), "", "", ...beside(ours, other)]);
  }
  return table;
}

async function startTimes(of: Program, path: string): Promise<number[]> {
  const times: number[] = [];
  while (times.length < starts) {
    const server = await started(of, path);
    times.push(server.startMs);
    await server.stop();
  }
  return times;
}

async function answering(): Promise<Row[]> {
  const ours = await started(dbundle, "/");
  const other = datasette === null ? null : await started(datasette, "/");
  try {
    const table: Row[] = [];
    for (const work of await works(ours.origin, other?.origin ?? null)) {
      process.stderr.write(`${work.name}\n`);
      const path = other === null ? null : work.datasette;
      if (other !== null && path !== null) await compareRows(work.name, ours.origin + work.ours, other.origin + path);
      const mine = await requested(ours, ours.origin + work.ours, requests);
      const its = other === null || path === null ? null : await requested(other, other.origin + path, requests);
      table.push(latencyRow(work.name, mine, its));
    }
    const crowd = await clients(ours.origin + tablePaths.ours, 4, requests * 2);
    const itsCrowd = other === null ? null : await clients(other.origin + tablePaths.datasette, 4, requests * 2);
    table.push([
      `table page, 4 clients at once: ${crowd.requestsPerSecond.toFixed(0)} requests/s`,
      `${requests * 8}`,
      ms(crowd.medianMs),
      ms(crowd.p95Ms),
      "",
      "",
      itsCrowd === null ? "" : `${ms(itsCrowd.medianMs)} (${itsCrowd.requestsPerSecond.toFixed(0)} requests/s)`,
      itsCrowd === null ? "" : `${(crowd.requestsPerSecond / itsCrowd.requestsPerSecond).toFixed(1)}x`,
    ]);
    const csv = await exported(ours, ours.origin + exportPaths.ours);
    const itsCsv = other === null ? null : await exported(other, other.origin + exportPaths.datasette);
    table.push(exportRow(csv, itsCsv));
    return table;
  } finally {
    await ours.stop();
    await other?.stop();
  }
}

/** Times of different answers say nothing beside each other. */
async function compareRows(name: string, ours: string, other: string): Promise<void> {
  const [mine, its] = [await rowsOf(ours), await rowsOf(other)];
  if (mine !== its && name !== "count") process.stderr.write(`The rows of "${name}" differ between the two.\n`);
}

function latencyRow(name: string, ours: Latency, other: Latency | null): Row {
  const { requests: made, medianMs, p95Ms, firstMs, cpuMs } = ours;
  return [
    name,
    `${made}`,
    ms(medianMs),
    ms(p95Ms),
    ms(firstMs),
    cpuMs.toFixed(1),
    other === null ? "" : ms(other.medianMs),
    other === null ? "" : `${(other.medianMs / medianMs).toFixed(1)}x`,
  ];
}

function exportRow(ours: Export, other: Export | null): Row {
  const rate = (one: Export) => one.megabytes / one.seconds;
  const told = (one: Export) => {
    const cut = one.isWhole ? "" : ", not to its end";
    const { megabytes, anonymousMegabytes } = one.peak;
    const memory = `peak ${megabytes.toFixed(0)} MB, ${anonymousMegabytes.toFixed(0)} of them its own`;
    return `${rate(one).toFixed(1)} MB/s (${one.megabytes.toFixed(0)} MB${cut}, ${one.cpuSeconds.toFixed(2)} CPU s, ${memory})`;
  };
  const its = other === null ? ["", ""] : [told(other), `${(rate(ours) / rate(other)).toFixed(1)}x`];
  return [`CSV of all rows: ${told(ours)}`, "1", ms(ours.seconds * 1000), "", "", ms(ours.cpuSeconds * 1000), ...its];
}

function beside(ours: readonly number[], other: readonly number[] | null): Row {
  return other === null ? ["", ""] : [ms(median(other)), `${(median(other) / median(ours)).toFixed(1)}x`];
}

function print(table: readonly Row[]): void {
  const heads = ["work", "times", "median ms", "p95 ms", "first ms", "CPU ms each", "Datasette, median ms", "ratio"];
  const shown = datasette === null ? 6 : heads.length;
  for (const row of [heads, heads.map(() => "---"), ...table]) console.log(`| ${row.slice(0, shown).join(" | ")} |`);
}

function ms(value: number): string {
  return value < 10 ? value.toFixed(1) : value.toFixed(0);
}

function counted(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error(`"${text}" is no number of rows, requests or starts.`);
  return Number(text);
}
