// The named parameters of a statement, outside of its strings, names and comments; the server reads them alike.

const tokens =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?\*\/|(?<![\w$:])[:@$]([A-Za-z_]\w*)/g;

export function parameterNames(sql: string): readonly string[] {
  return [...new Set([...sql.matchAll(tokens)].flatMap((match) => (match[1] === undefined ? [] : [match[1]])))];
}
