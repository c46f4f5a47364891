// The page's files, wherever they come from.

export interface PageFile {
  readonly body: Blob;
  readonly type: string;
}

export interface PageSource {
  /** The page itself, its files named relative to `assets`; null: this program was built without one. */
  html(): Promise<string | null>;
  /** A script, a style, an image by its name. */
  asset(name: string): Promise<PageFile | null>;
}

/** Types that the page consists of. Anything else goes out as bytes. */
const types: Readonly<Record<string, string>> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
  woff2: "font/woff2",
  png: "image/png",
  map: "application/json",
};

export function typeOfFile(name: string): string {
  return types[name.slice(name.lastIndexOf(".") + 1)] ?? "application/octet-stream";
}

/** Names no page: for servers that only answer programs, and tests. */
export const noPage: PageSource = { html: async () => null, asset: async () => null };
