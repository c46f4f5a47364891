// The editor, loaded when it is first needed. It lives in a shadow root: in the document its styles would break the page's policy.

import { autocompletion, closeBrackets, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { SQLite, sql } from "@codemirror/lang-sql";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { Compartment, EditorState, Prec } from "@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers, placeholder } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { SchemaTable } from "../../api/types.ts";

export interface SqlEditor {
  readonly text: () => string;
  readonly setText: (text: string) => void;
  readonly insert: (text: string) => void;
  readonly setTables: (tables: readonly SchemaTable[]) => void;
  readonly focus: () => void;
  readonly destroy: () => void;
}

const look = EditorView.theme({
  "&": { backgroundColor: "var(--raised)", color: "var(--text)", fontSize: "13px", maxHeight: "40vh" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "20px", overflow: "auto" },
  ".cm-content": { caretColor: "var(--text)", minHeight: "100px", padding: "6px 0" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  ".cm-gutters": { backgroundColor: "var(--raised)", color: "var(--dim)", border: "none" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    backgroundColor: "var(--chosen)",
  },
  ".cm-placeholder": { color: "var(--dim)" },
  ".cm-tooltip": { backgroundColor: "var(--raised)", border: "1px solid var(--strong-hair)", color: "var(--text)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--chosen)", color: "var(--text)" },
  ".cm-completionDetail": { color: "var(--dim)", fontStyle: "normal", marginLeft: "12px" },
});

const colors = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--prompt)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--green)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--tool)" },
  { tag: tags.comment, color: "var(--dim)" },
  { tag: [tags.typeName, tags.standard(tags.name)], color: "var(--answer)" },
]);

export interface EditorOptions {
  readonly parent: HTMLElement;
  readonly text: string;
  readonly onRun: () => void;
  readonly onChange: (text: string) => void;
}

export function createSqlEditor({ parent, text, onRun, onChange }: EditorOptions): SqlEditor {
  const root = parent.shadowRoot ?? parent.attachShadow({ mode: "open" });
  const language = new Compartment();
  const run = () => {
    onRun();
    return true;
  };
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        Prec.highest(
          keymap.of([
            { key: "Mod-Enter", run },
            { key: "Shift-Enter", run },
          ]),
        ),
        lineNumbers(),
        history(),
        drawSelection(),
        EditorView.lineWrapping,
        closeBrackets(),
        autocompletion(),
        keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
        placeholder("SELECT … (Ctrl+Enter runs it)"),
        syntaxHighlighting(colors),
        look,
        EditorView.contentAttributes.of({ "aria-label": "SQL" }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onChange(update.state.doc.toString());
        }),
        language.of(sql({ dialect: SQLite, upperCaseKeywords: true })),
      ],
    }),
  });
  const current = () => view.state.doc.toString();
  return {
    text: current,
    setText: (next) => {
      if (next !== current()) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } });
    },
    insert: (piece) => {
      view.dispatch(view.state.replaceSelection(piece));
      view.focus();
    },
    setTables: (tables) => view.dispatch({ effects: language.reconfigure(languageFor(tables)) }),
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}

function languageFor(tables: readonly SchemaTable[]) {
  const schema = Object.fromEntries(
    tables.map(({ name, comment, columns }) => [
      name,
      {
        self: { label: name, type: "class", info: comment },
        children: columns.map((column) => ({
          label: column.name,
          type: "property",
          ...(column.comment === null ? {} : { detail: column.comment.slice(0, 60) }),
        })),
      },
    ]),
  );
  return sql({ dialect: SQLite, upperCaseKeywords: true, schema });
}
