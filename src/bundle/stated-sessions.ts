// What the sources read so far state of sessions: the next ones are read with it in mind, and `applySettled` looks at it again.

import type { Assumption } from "./derive/settle.ts";
import type { Occurrence, Reading, SourceInProgress } from "./source-in-progress.ts";
import type { Expectation } from "./source-rows.ts";

export class StatedSessions {
  private readonly assumed: Assumption[] = [];
  private readonly ofFolder = new Map<string, Set<string>>();
  private readonly ofRun = new Map<string, Set<string>>();

  /** What each noted source was read with. */
  get assumptions(): readonly Assumption[] {
    return this.assumed;
  }

  expectationAt(reading: Reading, { folder }: Occurrence): Expectation {
    const sessionOfRun = new Map<string, string>();
    for (const [run, stated] of this.ofRun) {
      const session = only(stated);
      if (session !== null) sessionOfRun.set(run, session);
    }
    // An archive is a place of its own.
    return { sessionOfRun, sessionOfPlace: reading.isArchive ? null : only(this.ofFolder.get(folder)) };
  }

  /** Notes a source that was kept. */
  note({ rows, sourceId, reading, occurrence, expectation }: SourceInProgress): void {
    let statesRuns = false;
    for (const [session, run] of rows.statedIdentities()) {
      if (run !== null) statesRuns = true;
      if (session === null) continue; // There is no session to tell others of.
      if (!reading.isArchive) addTo(this.ofFolder, occurrence.folder, session);
      if (run !== null) addTo(this.ofRun, run, session);
    }
    const { rowCount, unattributedCount } = rows.tally;
    const { sessionOfPlace } = expectation;
    this.assumed.push({ sourceId, rowCount, sessionOfPlace, unattributedCount, statesRuns });
  }
}

function only(sessions: ReadonlySet<string> | undefined): string | null {
  if (sessions?.size !== 1) return null;
  const [session] = sessions;
  return session ?? null;
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  const set = map.get(key);
  if (set === undefined) map.set(key, new Set([value]));
  else set.add(value);
}
