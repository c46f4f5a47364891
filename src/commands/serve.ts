import { randomBytes } from "node:crypto";
import { serveBundles } from "../serve/serve-bundles.ts";
import { anyArguments } from "./line/argument.ts";
import { command } from "./line/command.ts";
import { countFlag, listFlag, portFlag, sizeFlag, switchFlag, textFlag } from "./line/flag.ts";
import { openBrowser } from "./serve/open-browser.ts";

export const serve = command({
  details:
    "Shows bundles, and any other SQLite file, in the browser, and answers scripts with JSON, CSV and NDJSON at Datasette's addresses (as in /bundle/logs.json?level=ERROR). It only reads. A folder stands for all bundles in it, newest first; with no name it is the current folder.",
  args: { bundles: anyArguments("BUNDLE", "A bundle, a folder of bundles, or another SQLite file.") },
  flags: {
    port: portFlag(8001, "The port; when it is taken, the next free one. 0: any.", { short: "p" }),
    host: textFlag("ADDRESS", "The address to listen on. Default: 127.0.0.1, for this machine only."),
    token: textFlag("TEXT", "Whoever asks must know it. Other addresses than 127.0.0.1 have one in any case."),
    "allow-host": listFlag("NAME", "Answer for this host name too, as behind a proxy."),
    "root-path": textFlag("PATH", "The path under which a proxy shows the server, as in /bundles."),
    "no-open": switchFlag("Do not open the browser."),
    "page-size": countFlag(100, "Rows of a page."),
    "max-rows": countFlag(1_000, "Most rows of a page or of an answer to SQL; exports have no limit."),
    "sql-timeout": countFlag(5_000, "Milliseconds after which a query is stopped, as Datasette's setting."),
    "max-bytes": sizeFlag(16 * 1024 ** 2, "Most bytes of an answer; exports have no limit."),
    "max-memory": sizeFlag(400 * 1024 ** 2, "Most memory of a process that runs a query."),
    metadata: textFlag("FILE", "Titles, labels, sortable columns and queries, as Datasette's metadata.json."),
  },
  examples: [
    ["dbundle serve bundle.db", "show a bundle in the browser"],
    ["dbundle serve", "show all bundles of this folder"],
    ["dbundle serve ~/Downloads", "show all bundles of another one"],
    ["dbundle serve bundle.db --no-open --port 0", "only answer scripts, on any free port"],
  ],
  async run({ args, flags, global, to }) {
    const host = flags.host ?? "127.0.0.1";
    const { url, port, isOnNetwork } = await serveBundles({
      paths: args.bundles,
      host,
      port: flags.port,
      token: flags.token,
      newToken: () => randomBytes(18).toString("base64url"),
      allowedHosts: flags["allow-host"],
      root: flags["root-path"],
      metadata: flags.metadata,
      settings: {
        pageSize: flags["page-size"],
        maxRows: flags["max-rows"],
        sqlTimeoutMs: flags["sql-timeout"],
        maxBytes: flags["max-bytes"],
        maxMemoryBytes: flags["max-memory"],
      },
      report: (error) =>
        to.notes.write(`dbundle: a request failed, which is a bug: ${error instanceof Error ? error.stack : error}\n`),
    });
    to.events.write("INFO", "debug_bundle.serve", { url });
    if (flags.port !== 0 && port !== flags.port && !to.quiet) to.notes.write(`Port ${flags.port} is taken.\n`);
    if (global.json) to.out.write(`${JSON.stringify({ url, port })}\n`);
    else to.out.write(`Serving at ${url}\n`);
    if (!to.quiet && to.notes.isTerminal) to.notes.write("Stop it with Ctrl-C.\n");
    if (!flags["no-open"] && !isOnNetwork && to.out.isTerminal) openBrowser(url);
    // Until a signal ends the program.
    return new Promise<never>(() => {});
  },
});
