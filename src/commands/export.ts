import { datasetteMetadata } from "../operations/datasette-metadata.ts";
import { exportTables } from "../operations/export.ts";
import { sqlParameters } from "../operations/sql-parameters.ts";
import { exportObserver } from "./export/observer.ts";
import { amount } from "./info/amount.ts";
import { anyArguments, oneArgument } from "./line/argument.ts";
import { command } from "./line/command.ts";
import { choiceFlag, listFlag, switchFlag, textFlag } from "./line/flag.ts";
import { printJson, type Streams } from "./line/streams.ts";
import { textDestination } from "./query/destination.ts";

export const exportRows = command({
  details:
    "Writes all rows, however many, with constant memory. One table or a query goes to standard output or to a file; several tables go to a folder, a file each. Without tables: all of the bundle's public tables but source_chunks and blobs (see `extract`) and search.",
  args: {
    bundle: oneArgument("BUNDLE", "The bundle, or another SQLite file."),
    tables: anyArguments("TABLE", "Tables, as `dbundle schema` lists them."),
  },
  flags: {
    tables: listFlag("A,B", "Tables, with commas between them."),
    query: textFlag("SQL", "Write the answer of a query instead of tables."),
    param: listFlag("NAME=VALUE", "The value of :NAME in the query; 1=VALUE is that of the first ?.", { short: "p" }),
    format: choiceFlag(["csv", "json", "ndjson"], "csv", "json: one array. ndjson: an object a line."),
    output: textFlag("FILE|DIR", "Default: standard output.", { short: "o" }),
    force: switchFlag("Replace files that exist.", { short: "f" }),
    "datasette-metadata": switchFlag("Print the metadata that Datasette shows beside the bundle, and nothing else."),
  },
  examples: [
    ["dbundle export bundle.db tool_invocations --format csv", "print a table"],
    ["dbundle export bundle.db --tables tool_invocations,logs --output ./export/", "two files in a folder"],
    ['dbundle export bundle.db --format json --query "SELECT * FROM error_log"', "the answer of a query"],
    ["dbundle export bundle.db -o all/ --format ndjson", "everything"],
    ["dbundle export bundle.db --datasette-metadata > metadata.json", "for datasette bundle.db -m metadata.json"],
  ],
  async run({ args, flags, global, to }) {
    if (flags["datasette-metadata"]) {
      to.out.write(`${JSON.stringify(datasetteMetadata(args.bundle), null, 2)}\n`);
      return undefined;
    }
    using observer = exportObserver(args.bundle, flags.output !== null, to);
    const files = await exportTables({
      bundle: args.bundle,
      tables: [...args.tables, ...flags.tables.flatMap((list) => list.split(",").map((name) => name.trim()))].filter(
        Boolean,
      ),
      query: flags.query === null ? null : { sql: flags.query, parameters: sqlParameters(flags.param) },
      format: flags.format,
      output: flags.output,
      standard: textDestination(to.out),
      overwrite: flags.force ? "replace" : "refuse",
      observer,
    });
    observer[Symbol.dispose]();
    if (flags.output !== null) report(files, global.json, to);
    return undefined;
  },
});

function report(files: Awaited<ReturnType<typeof exportTables>>, isJson: boolean, to: Streams): void {
  if (isJson) printJson(to.out, { files });
  else if (!to.quiet)
    for (const { path, rowCount } of files) to.notes.write(`${path}: ${amount(rowCount ?? 0, "row")}\n`);
}
