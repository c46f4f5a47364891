// The named parameters of a statement, outside of its strings, names and comments.

const tokens =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?\*\/|(?<![\w$:])[:@$]([A-Za-z_]\w*)/g;

/** Without their signs, each once, in order. */
export function parameterNames(sql: string): string[] {
  return [...new Set([...sql.matchAll(tokens)].flatMap((match) => (match[1] === undefined ? [] : [match[1]])))];
}
