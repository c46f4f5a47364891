// What merging asks of its inputs: that they can be read, and whether they are as they were sealed.

import type { Database } from "bun:sqlite";
import { isSealIntact } from "../file-digest.ts";
import { bundleFailure, type OpenBundle } from "../open.ts";

/** Rows that no bundle of ours can hold are damage as much as pages that cannot be read. */
const contradiction = /^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG)/;

/** A sentence that names the input when what went wrong is its fault, or null. */
export function inputFailure(error: unknown, path: string): Error | null {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /^SQLITE_(CORRUPT|NOTADB)/.test(code) || contradiction.test(code) ? bundleFailure(error, path) : null;
}

/** Another program wrote to it, or it is damaged, since it was written. */
export function wasChanged({ seal }: OpenBundle): boolean {
  return seal.hasJournal || !isSealIntact(seal.file, seal.digest);
}

/** Issue code of `noteChanged`. */
export const changedCode = "bundle.changed";

/** The merged bundle is sealed anew, so it has to say what its seal does not vouch for. The input is attached. */
export function noteChanged(db: Database): void {
  db.exec(`
    INSERT INTO _bundle_issues (bundle_id, path, severity, code, message)
    SELECT bundle_id, NULL, 'warning', '${changedCode}',
      'Bundle ' || bundle_id || ' was changed after dbundle had written it, by another program or by damage, and was merged as it was.'
    FROM input._bundles
    EXCEPT SELECT bundle_id, path, severity, code, message FROM _bundle_issues
  `);
}
