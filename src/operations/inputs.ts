// Rules on what the user named: what is left out of it, and when there is nothing in it.

import { statSync } from "node:fs";
import { basename } from "node:path";
import type { Input } from "../artifacts/open.ts";
import { UserError } from "../base/errors.ts";
import { isTemporaryName } from "../bundle/atomic-file.ts";
import { isBundleHead } from "../bundle/header.ts";
import type { IngestReport } from "./ingest.ts";

/** Why a file is no input, or null. Ends "… was skipped: ". */
export function reasonToSkip(path: string, head: Uint8Array, output: string): string | null {
  if (isTemporaryName(basename(path))) return "it is an unfinished output of dbundle";
  if (path === output) return "it is the output";
  if (isBundleHead(head)) return "it is a bundle (merge takes bundles)";
  return null;
}

/** Throws when a folder holds nothing that is recognised; a file that the user named is taken whatever it is. */
export function refuseNothing(report: IngestReport, inputs: readonly Input[]): void {
  const recognised = report.sources.some(({ status }) => status !== "opaque");
  if (recognised || (report.sources.length > 0 && inputs.some(isNamedFile))) return;
  const where = inputs.map((input) => `"${input.path}"`).join(", ");
  const first = report.problems.find((problem) => problem.severity === "error");
  const seen = report.sources.length === 0 ? skippedText(report) : seenText(report.sources.length);
  throw new UserError(
    first?.message ?? `No artifacts found in ${where}.${seen} See \`dbundle formats\` for what is known.`,
  );
}

function skippedText({ problems }: IngestReport): string {
  const [first] = problems;
  if (first === undefined) return "";
  const more = problems.length === 1 ? "" : ` (and ${problems.length - 1} more)`;
  return ` ${first.message.replace(/\.$/, "")}${more}.`;
}

function seenText(count: number): string {
  const seen = count === 1 ? "One file was seen, of unknown kind." : `${count} files were seen, all of unknown kinds.`;
  return ` ${seen} A file that is named itself is kept, whatever it is.`;
}

function isNamedFile(input: Input): boolean {
  return input.path === "-" || statSync(input.path, { throwIfNoEntry: false })?.isDirectory() === false;
}
