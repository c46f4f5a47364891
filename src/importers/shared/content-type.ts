// The media type of a file, by its first bytes, else by its name's ending: a label for people, never a reason to run anything.

const SIGNATURES: readonly (readonly [string, string])[] = [
  ["\x89PNG\r\n\x1a\n", "image/png"],
  ["\xff\xd8\xff", "image/jpeg"],
  ["GIF8", "image/gif"],
  ["%PDF-", "application/pdf"],
  ["PK\x03\x04", "application/zip"],
  ["PK\x05\x06", "application/zip"],
  ["\x1f\x8b\x08", "application/gzip"],
  ["\x28\xb5\x2f\xfd", "application/zstd"],
  ["SQLite format 3\0", "application/vnd.sqlite3"],
  ["\x7fELF", "application/x-elf"],
  ["\0asm", "application/wasm"],
  ["wOF2", "font/woff2"],
];

const ENDINGS: Readonly<Record<string, string>> = {
  css: "text/css",
  csv: "text/csv",
  diff: "text/x-diff",
  htm: "text/html",
  html: "text/html",
  ipynb: "application/x-ipynb+json",
  js: "text/javascript",
  json: "application/json",
  jsonl: "application/x-ndjson",
  log: "text/plain",
  md: "text/markdown",
  mjs: "text/javascript",
  ndjson: "application/x-ndjson",
  patch: "text/x-diff",
  py: "text/x-python",
  rs: "text/x-rust",
  sh: "text/x-shellscript",
  sql: "application/sql",
  svg: "image/svg+xml",
  toml: "application/toml",
  ts: "text/x-typescript",
  txt: "text/plain",
  xml: "application/xml",
  yaml: "application/yaml",
  yml: "application/yaml",
};

const LONGEST_SIGNATURE = 16;

export function contentType(name: string, bytes: Uint8Array, isText: boolean): string {
  const head = Buffer.from(bytes.subarray(0, LONGEST_SIGNATURE)).toString("latin1");
  const known = SIGNATURES.find(([signature]) => head.startsWith(signature));
  if (known !== undefined) return known[1];
  if (head.startsWith("RIFF") && head.slice(8, 12) === "WEBP") return "image/webp";
  if (!isText) return "application/octet-stream";
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  return Object.hasOwn(ENDINGS, ending) ? (ENDINGS[ending] ?? "text/plain") : "text/plain";
}
