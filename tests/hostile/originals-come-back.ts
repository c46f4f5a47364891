// Whether the original bytes of files come out of a bundle as they went in.

import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { extract } from "../../src/operations/extract.ts";

/** Files of one name that were named by themselves are told apart by a number behind it. */
const number = /~\d+$/;

/** Those of `files` that `extract` gives back changed or not at all. Files are told apart by name and bytes. */
export async function differences(bundle: string, files: readonly string[]): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "dbundle-test-"));
  try {
    const output = join(folder, "out");
    const observer = { begins: () => undefined, bytes: () => undefined };
    const report = await extract({ bundle, sources: [], output, overwrite: "refuse", observer });
    const written = new Set(
      report.files.map(
        ({ path, writtenAs }) => `${basename(path).replace(number, "")} ${sha256Of(join(output, writtenAs))}`,
      ),
    );
    return files.filter((file) => !written.has(`${basename(file)} ${sha256Of(file)}`));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function sha256Of(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}
