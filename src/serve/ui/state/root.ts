// The path under which the server serves everything: empty, or that of a server in front of it.

const assets = "/-/assets/";
const own = new URL(import.meta.url).pathname;

export const root = own.includes(assets) ? own.slice(0, own.indexOf(assets)) : "";
