// Measures the compiled program's server on one bundle of log lines, beside Datasette where that is installed. See docs/benchmarks-serve.md.
// Usage: bun run bench:serve [--rows 1000000] [--requests 200] [--starts 5] [--folder DIR] [--keep]

import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import * as v from "valibot";
import { median, run } from "./measure.ts";
import { mustBeAlike } from "./serve/answers.ts";
import {
  ask,
  type Crowd,
  clients,
  type Export,
  exported,
  type Latency,
  requested,
  type Side,
} from "./serve/requests.ts";
import { type Program, started } from "./serve/server.ts";
import { exportPaths, ourSql, tablePaths, works } from "./serve/works.ts";
import type { Row } from "./table.ts";
import { logFile } from "./works/work.ts";

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "1000000" },
    requests: { type: "string", default: "200" },
    starts: { type: "string", default: "5" },
    folder: { type: "string", default: tmpdir() },
    keep: { type: "boolean", default: false },
  },
});

const rows = counted(values.rows);
const requests = counted(values.requests);
const starts = counted(values.starts);
/** The number of a request that is not timed. */
const checked = 999_999;

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
  "60000",
];
const datasette: Program | null =
  found === null
    ? null
    : (port) => {
        const settings = [
          ["sql_time_limit_ms", "60000"],
          ["facet_time_limit_ms", "60000"],
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
    const its = other === null ? ["", "", "", ""] : [ms(median(other)), ms(Math.max(...other)), "", ""];
    const ratio = other === null ? "" : times(median(other) / median(ours));
    table.push([name, `${starts}`, ms(median(ours)), ms(Math.max(...ours)), "", "", ...its, ratio]);
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
    console.log(`dbundle ${await sqliteOf(ours.origin)}; ${other === null ? "" : await versionsOf(other.origin)}\n`);
    const table: Row[] = [];
    for (const work of await works(ours.origin, other?.origin ?? null)) {
      process.stderr.write(`${work.name}\n`);
      const sides: Side[] = [{ server: ours, url: (n) => ours.origin + work.ours(n) }];
      const { datasette: path } = work;
      if (other !== null && path !== null) {
        await mustBeAlike(work.name, work.alike, ours.origin + work.ours(checked), other.origin + path(checked));
        sides.push({ server: other, url: (n) => other.origin + path(n) });
      }
      const [mine, its] = await requested(sides, requests);
      if (mine !== undefined) table.push(latencyRow(work.name, mine, its ?? null));
    }
    const crowd = await clients(ours.origin + tablePaths.ours, 4, requests * 2);
    const itsCrowd = other === null ? null : await clients(other.origin + tablePaths.datasette, 4, requests * 2);
    table.push(crowdRow(crowd, itsCrowd));
    const csv = await exported(ours, ours.origin + exportPaths.ours);
    const itsCsv = other === null ? null : await exported(other, other.origin + exportPaths.datasette);
    table.push(exportRow(csv, itsCsv));
    return table;
  } finally {
    await ours.stop();
    await other?.stop();
  }
}

function latencyRow(name: string, ours: Latency, other: Latency | null): Row {
  return [
    name,
    `${ours.requests}`,
    ...told(ours),
    ...(other === null ? ["", "", "", ""] : told(other)),
    other === null ? "" : times(other.medianMs / ours.medianMs),
    other === null ? "" : times(other.cpuMs / ours.cpuMs),
  ];
}

function told({ medianMs, p95Ms, firstMs, cpuMs }: Latency): Row {
  return [ms(medianMs), ms(p95Ms), ms(firstMs), cpuMs.toFixed(1)];
}

function crowdRow(ours: Crowd, other: Crowd | null): Row {
  const rate = ({ requestsPerSecond }: Crowd) => `${requestsPerSecond.toFixed(0)} requests/s`;
  return [
    `table page, 4 clients at once: ${rate(ours)}${other === null ? "" : ` beside ${rate(other)}`}`,
    `${requests * 8}`,
    ms(ours.medianMs),
    ms(ours.p95Ms),
    "",
    "",
    ...(other === null ? ["", "", "", "", ""] : [ms(other.medianMs), ms(other.p95Ms), "", ""]),
    other === null ? "" : times(other.medianMs / ours.medianMs),
  ];
}

async function sqliteOf(origin: string): Promise<string> {
  const Versions = v.object({ rows: v.tuple([v.object({ version: v.string() })]) });
  const answer = await ask(origin + ourSql("SELECT sqlite_version() AS version"));
  return `with SQLite ${v.parse(Versions, await answer.json()).rows[0].version}`;
}

async function versionsOf(origin: string): Promise<string> {
  const Version = v.object({ version: v.string() });
  const Versions = v.object({ datasette: Version, python: Version, sqlite: Version });
  const { datasette: own, python, sqlite } = v.parse(Versions, await (await ask(`${origin}/-/versions.json`)).json());
  return `Datasette ${own.version} with Python ${python.version}, SQLite ${sqlite.version}`;
}

function exportRow(ours: Export, other: Export | null): Row {
  const rate = (one: Export) => one.megabytes / one.seconds;
  const name = (one: Export) => {
    const cut = one.isWhole ? "" : ", not to its end";
    const { megabytes, anonymousMegabytes } = one.peak;
    const memory = `peak ${megabytes.toFixed(0)} MB, ${anonymousMegabytes.toFixed(0)} of them its own`;
    return `${rate(one).toFixed(1)} MB/s (${one.megabytes.toFixed(0)} MB${cut}, ${memory})`;
  };
  const its =
    other === null
      ? []
      : [
          ms(other.seconds * 1000),
          "",
          "",
          ms(other.cpuSeconds * 1000),
          times(rate(ours) / rate(other)),
          times(other.cpuSeconds / other.megabytes / (ours.cpuSeconds / ours.megabytes)),
        ];
  const both = `CSV of all rows: ${name(ours)}${other === null ? "" : ` beside ${name(other)}`}`;
  return [both, "1", ms(ours.seconds * 1000), "", "", ms(ours.cpuSeconds * 1000), ...its];
}

function print(table: readonly Row[]): void {
  const own = ["median ms", "p95 ms", "first ms", "CPU ms each"];
  const heads = ["work", "times", ...own, ...own.map((head) => `Datasette ${head}`), "ratio of medians", "of CPU"];
  const shown = datasette === null ? 6 : heads.length;
  for (const row of [heads, heads.map(() => "---"), ...table]) console.log(`| ${row.slice(0, shown).join(" | ")} |`);
}

function times(ratio: number): string {
  return `${ratio.toFixed(1)}x`;
}

function ms(value: number): string {
  return value < 10 ? value.toFixed(1) : value.toFixed(0);
}

function counted(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error(`"${text}" is no number of rows, requests or starts.`);
  return Number(text);
}
