// Where the editor stands: a plain text field until it is loaded, and where it cannot be.

import { useEffect, useRef, useState } from "preact/hooks";
import type { SchemaTable } from "../../api/types.ts";
import type { Span } from "../queries/sql-problem.ts";
import type { SqlEditor } from "./sql-editor.ts";

interface SqlBoxProps {
  /** What stands in it now. */
  readonly text: string;
  /** What the address asks: only when this changes is the editor's own text replaced. */
  readonly asked: string;
  readonly tables: readonly SchemaTable[];
  /** Places in what was asked that are wrong. */
  readonly marks: readonly Span[];
  readonly onChange: (text: string) => void;
  readonly onRun: () => void;
  /** Told what inserts text: at the end, and at the cursor as soon as the editor is there. */
  readonly onReady: (insert: (text: string) => void) => void;
}

export function SqlBox({ text, asked, tables, marks, onChange, onRun, onReady }: SqlBoxProps) {
  const box = useRef<HTMLDivElement>(null);
  const editor = useRef<SqlEditor | null>(null);
  const latest = useRef({ text, onChange, onRun, tables });
  latest.current = { text, onChange, onRun, tables };
  const [isLoaded, setLoaded] = useState(false);
  useEffect(() => {
    let isGone = false;
    onReady((piece) => latest.current.onChange(latest.current.text + piece));
    void import("./sql-editor.ts").then(
      ({ createSqlEditor }) => {
        if (isGone || box.current === null) return;
        const made = createSqlEditor({
          parent: box.current,
          text: latest.current.text,
          onRun: () => latest.current.onRun(),
          onChange: (next) => latest.current.onChange(next),
        });
        made.setTables(latest.current.tables);
        editor.current = made;
        onReady(made.insert);
        setLoaded(true);
      },
      () => {
        // The text field below goes on serving.
      },
    );
    return () => {
      isGone = true;
      editor.current?.destroy();
    };
  }, []);
  // Never the text itself: while one types quickly it is already behind the editor, and would take letters back.
  useEffect(() => editor.current?.setText(asked), [asked]);
  useEffect(() => editor.current?.setTables(tables), [tables]);
  useEffect(() => {
    if (editor.current?.text() === asked) editor.current.mark(marks);
  }, [asked, marks, isLoaded]);
  return (
    <div class="sql-box">
      {!isLoaded && (
        <textarea
          rows={6}
          aria-label="SQL"
          value={text}
          onInput={(event) => onChange(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) onRun();
          }}
        />
      )}
      <div ref={box} hidden={!isLoaded} />
    </div>
  );
}
