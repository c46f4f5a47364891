// The editor, loaded when it is first needed. It lives in a shadow root: in the document its styles would break the page's policy.

import { autocompletion, closeBrackets, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { Compartment, EditorState, Prec } from "@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers, placeholder } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { SchemaTable } from "../../api/types.ts";
import type { Span } from "../queries/sql-problem.ts";
import { languageFor } from "./sql-completion.ts";
import { marks, setMarks } from "./sql-marks.ts";

export interface SqlEditor {
  readonly text: () => string;
  readonly setText: (text: string) => void;
  readonly insert: (text: string) => void;
  readonly setTables: (tables: readonly SchemaTable[]) => void;
  /** Underlines what is wrong, until one types. */
  readonly mark: (spans: readonly Span[]) => void;
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
  ".cm-wrong": { textDecoration: "underline wavy var(--red-bar)", textDecorationSkipInk: "none" },
  ".cm-tooltip.cm-completionInfo": { padding: "4px 8px", maxWidth: "360px", fontFamily: "var(--sans)" },
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
        autocompletion({ icons: false }),
        marks,
        keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
        placeholder("SELECT … (Ctrl+Enter runs it)"),
        syntaxHighlighting(colors),
        look,
        EditorView.contentAttributes.of({ "aria-label": "SQL" }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onChange(update.state.doc.toString());
        }),
        language.of(languageFor([])),
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
    mark: (spans) => view.dispatch({ effects: setMarks.of(spans) }),
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}
