// Places in the editor that the server complained of.

import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view";
import type { Span } from "../queries/sql-problem.ts";

export const setMarks = StateEffect.define<readonly Span[]>();
const wrong = Decoration.mark({ class: "cm-wrong" });

/** Underlines until one types. */
export const marks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (shown, { docChanged, effects, newDoc }) => {
    for (const effect of effects) {
      if (!effect.is(setMarks)) continue; // Of the editor itself.
      const inside = effect.value.filter(({ from, to }) => from < to && to <= newDoc.length);
      return Decoration.set(inside.map(({ from, to }) => wrong.range(from, to)));
    }
    return docChanged ? Decoration.none : shown;
  },
  provide: (field) => EditorView.decorations.from(field),
});
