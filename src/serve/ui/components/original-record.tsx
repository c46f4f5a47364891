// The record as the artifact has it, fetched when asked for.

import { useState } from "preact/hooks";
import type { Raw } from "../../api/types.ts";
import { endpoint } from "../api/client.ts";
import type { Row } from "../api/rows.ts";
import { useAnswer } from "../state/answer.ts";
import { useKeys } from "../state/keys.ts";
import { BytesValue } from "./bytes-value.tsx";
import { LongValue } from "./long-value.tsx";
import { With } from "./notice.tsx";

interface OriginalRecordProps {
  readonly bundle: string;
  readonly table: string;
  readonly rowKey: string;
  readonly row: Row;
}

/** They tell of sources, and are no records in them. */
const ofSources = new Set(["sources", "bundle_sources", "source_chunks", "import_issues", "event_anomalies"]);

export function OriginalRecord({ bundle, table, rowKey, row }: OriginalRecordProps) {
  const [isOpen, setOpen] = useState(false);
  const answer = useAnswer(
    isOpen
      ? {
          key: `original ${bundle} ${table} ${rowKey}`,
          load: (signal) => endpoint<Raw>(bundle, "raw", { table, id: rowKey }, signal),
        }
      : null,
  );
  useKeys("Record", [{ key: "r", does: "show the original record", run: () => setOpen(!isOpen) }]);
  if (row.source_id === undefined || row.source_id === null || ofSources.has(table)) return null;
  return (
    <section class="original">
      <h3>
        <button type="button" class="link" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? "Hide the original record" : "Show the original record"}
        </button>
      </h3>
      {isOpen && (
        <With of={answer} wait="Reading the original">
          {({ address, text, base64, truncated }) => (
            <>
              <p class="dim">
                <code>
                  dbundle raw {bundle}.db {address}
                </code>
              </p>
              {text === null ? (
                <BytesValue bytes={{ $base64: true, encoded: base64 ?? "" }} />
              ) : (
                <LongValue cell={text} />
              )}
              {truncated && <p class="warn">Only the beginning is shown; the command above prints all of it.</p>}
            </>
          )}
        </With>
      )}
    </section>
  );
}
