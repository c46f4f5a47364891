// SQL as the editor reads and completes it.

import type { CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { SQLite, schemaCompletionSource } from "@codemirror/lang-sql";
import { syntaxTree } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import type { SchemaTable } from "../../api/types.ts";
import { sqlName } from "../queries/sql-name.ts";
import { suggestionsFor } from "../queries/sql-suggestions.ts";

/** Highlighting, and completion: behind a dot by the schema, else by what the statement is about. */
export function languageFor(tables: readonly SchemaTable[]): Extension {
  const { language } = SQLite;
  const schema = Object.fromEntries(tables.map(({ name, columns }) => [name, columns.map((column) => column.name)]));
  const behindDot = schemaCompletionSource({ dialect: SQLite, schema });
  return [
    language,
    language.data.of({
      autocomplete: (context: CompletionContext) => (/\.\w*$/.test(textBefore(context)) ? behindDot(context) : null),
    }),
    language.data.of({ autocomplete: (context: CompletionContext) => complete(context, tables) }),
  ];
}

function complete(context: CompletionContext, tables: readonly SchemaTable[]): CompletionResult | null {
  const before = textBefore(context);
  const word = /\w*$/.exec(before)?.[0] ?? "";
  const rest = before.slice(0, before.length - word.length);
  const isNamed = /\b(from|join)\s+$/i.test(rest);
  if (rest.endsWith(".") || /\d$/.test(rest) || (word === "" && !isNamed && !context.explicit)) return null;
  if (/Comment|String/.test(syntaxTree(context.state).resolveInner(context.pos, -1).name)) return null;
  return {
    from: context.pos - word.length,
    validFor: /^\w*$/,
    options: suggestionsFor(context.state.doc.toString(), rest, tables).map(({ label, detail, comment, rank }) => ({
      label,
      detail,
      ...(rank > 0 ? { apply: sqlName(label) } : {}),
      boost: rank,
      ...(comment === "" ? {} : { info: comment }),
    })),
  };
}

function textBefore({ state, pos }: CompletionContext): string {
  return state.sliceDoc(Math.max(0, pos - 2000), pos);
}
