// The record as the artifact has it, fetched when asked for.

import { useState } from "preact/hooks";
import { originalRecord } from "../api/client.ts";
import type { Row } from "../api/rows.ts";
import { useAnswer } from "../state/answer.ts";
import { useKeys } from "../state/keys.ts";
import { LongValue } from "./long-value.tsx";
import { With } from "./notice.tsx";

interface OriginalRecordProps {
  readonly bundle: string;
  readonly table: string;
  readonly rowKey: string;
  readonly row: Row;
}

export function OriginalRecord({ bundle, table, rowKey, row }: OriginalRecordProps) {
  const [isOpen, setOpen] = useState(false);
  const answer = useAnswer(
    isOpen
      ? {
          key: `original ${bundle} ${table} ${rowKey}`,
          load: (signal) => originalRecord(bundle, table, rowKey, signal),
        }
      : null,
  );
  useKeys("Record", [{ key: "r", does: "show the original record", run: () => setOpen(!isOpen) }]);
  if (row.source_id === undefined || row.source_id === null) return null;
  return (
    <section class="original">
      <h3>
        <button type="button" class="link" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? "Hide the original record" : "Show the original record"}
        </button>
      </h3>
      {isOpen && (
        <With of={answer} wait="Reading the original">
          {({ text, place }) => (
            <>
              <p class="dim">{place}</p>
              <LongValue cell={text} />
            </>
          )}
        </With>
      )}
    </section>
  );
}
