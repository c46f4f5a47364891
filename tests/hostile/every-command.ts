// Runs every command that opens a bundle on damaged ones, as a process, and says what it should not have done.

import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { folderState } from "../support/folder-state.ts";
import { type Measured, measured } from "../support/measured.ts";

interface Place {
  readonly damaged: string;
  readonly sound: string;
  readonly output: string;
}

/** What is damaged is read to its end, not only opened. */
export const commands: Readonly<Record<string, (place: Place) => readonly string[]>> = {
  info: ({ damaged }) => ["info", damaged],
  verify: ({ damaged }) => ["verify", damaged],
  "verify --deep": ({ damaged }) => ["verify", damaged, "--deep"],
  query: ({ damaged }) => ["query", damaged, "SELECT * FROM logs", "--sql-timeout", "5"],
  export: ({ damaged, output }) => ["export", damaged, "-o", output],
  merge: ({ damaged, sound, output }) => ["merge", damaged, sound, "-o", output],
  extract: ({ damaged, output }) => ["extract", damaged, "-o", output],
};

const mostMs = 10_000;
const sideFiles = ["-wal", "-journal"];

/** `expected`: how the command has to end; null: either way. */
export async function complaintsAbout(
  damaged: string,
  sound: string,
  command: string,
  expected: "well" | "refused" | null = null,
): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "dbundle-test-"));
  try {
    mkdirSync(join(folder, "in"));
    const copy = join(folder, "in", basename(damaged));
    for (const suffix of ["", ...sideFiles])
      if (existsSync(damaged + suffix)) copyFileSync(damaged + suffix, copy + suffix);
    const before = folderState(join(folder, "in"));
    const words = commands[command]?.({ damaged: copy, sound, output: join(folder, "out") }) ?? [];
    const ended = await measured(words, folder, mostMs * 3);
    const complaints = faultsOf(ended);
    if (expected === "refused" && ended.code === 0) complaints.push("it ended well");
    if (expected === "well" && ended.code !== 0) complaints.push(`it ended with ${ended.code}: ${ended.err}`);
    if (!Bun.deepEquals(folderState(join(folder, "in")), before)) complaints.push("its input was changed");
    const left = readdirSync(folder).filter((name) => !["in", "out"].includes(name));
    if (left.length > 0) complaints.push(`it left ${left.join(", ")}`);
    return complaints;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function faultsOf({ code, out, err, cpuMs, peakMB }: Measured): string[] {
  const complaints: string[] = [];
  if (code === null || code >= 128) complaints.push(`it was ended by a signal: ${err.slice(-200)}`);
  if (cpuMs > mostMs) complaints.push(`it took ${Math.round(cpuMs)} ms`);
  if (peakMB > 512) complaints.push(`it took ${Math.round(peakMB)} MB`);
  if (/^\s+at .+:\d+:\d+/m.test(err)) complaints.push(`it showed a stack: ${err.slice(0, 300)}`);
  if (/[\x00-\x08\x0b-\x1f\x7f-\x9f]/.test(err)) complaints.push("it wrote control characters");
  const isTold = /[.!?]\s*$/.test(err) || /\bdamaged\b/.test(out);
  if (code !== 0 && !isTold) complaints.push(`it ended with ${code} and no sentence: ${err.slice(-200)}`);
  return complaints;
}
