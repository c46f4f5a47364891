// Names of tables and columns as SQL takes them.

/** Those of SQLite's words that cannot stand as a name without quotes, and that people do give to columns. */
const reserved = new Set(
  "add all alter and as autoincrement between case check collate commit constraint create default delete distinct drop else escape except exists foreign from group having in index insert intersect into is isnull join limit not notnull null on or order primary references select set table then to transaction union unique update using values when where".split(
    " ",
  ),
);

export function sqlName(name: string): string {
  const isPlain = /^[A-Za-z_]\w*$/.test(name) && !reserved.has(name.toLowerCase());
  return isPlain ? name : `"${name.replaceAll('"', '""')}"`;
}
