import { UsageError } from "../base/errors.ts";
import { query as ask, queryTo, sqlFrom } from "../operations/query.ts";
import { sqlParameters } from "../operations/sql-parameters.ts";
import { amount } from "./info/amount.ts";
import { oneArgument, optionalArgument } from "./line/argument.ts";
import { command } from "./line/command.ts";
import { choiceFlag, countFlag, listFlag, textFlag } from "./line/flag.ts";
import { printAnswer } from "./query/answer.ts";
import { textDestination } from "./query/destination.ts";

/** Of a table, which has to be held and read. */
const shownRows = 1000;

export const query = command({
  details:
    "One statement that reads; it runs in a process of its own that can neither write nor reach another file. Any SQLite file can be asked. `dbundle schema` lists tables, columns and questions worth asking.",
  args: {
    bundle: oneArgument("BUNDLE", "The bundle, or another SQLite file."),
    sql: optionalArgument("SQL", "The statement; - reads it from standard input."),
  },
  flags: {
    file: textFlag("FILE", "Read the SQL from a file; - is standard input.", { short: "f" }),
    format: choiceFlag(
      ["table", "json", "ndjson", "csv", "markdown"],
      "table",
      "How rows are printed; --json is --format json.",
    ),
    param: listFlag("NAME=VALUE", "The value of :NAME in the SQL; 1=VALUE is that of the first ?.", { short: "p" }),
    "max-rows": countFlag(null, `Most rows. Default: ${shownRows} for table and markdown, else all.`),
    "sql-timeout": countFlag(60, "Seconds after which the query is stopped; 0: never."),
  },
  examples: [
    ['dbundle query bundle.db "SELECT tool_name, count(*) FROM tool_invocations GROUP BY tool_name"', "ask"],
    ['dbundle query bundle.db --format json "SELECT * FROM error_log LIMIT 10"', "for a program"],
    ['dbundle query bundle.db "SELECT * FROM logs WHERE level = :level" -p level=ERROR', "with a value of your own"],
    ["dbundle query bundle.db -f question.sql --format csv > answer.csv", "from a file, as CSV"],
  ],
  async run({ args, flags, global, to }) {
    const format = global.json ? "json" : flags.format;
    const isHeld = format === "table" || format === "markdown";
    const seconds = flags["sql-timeout"];
    const question = {
      bundle: args.bundle,
      sql: await statement(args.sql, flags.file),
      parameters: sqlParameters(flags.param),
      timeMs: seconds === 0 ? Number.POSITIVE_INFINITY : seconds * 1000,
      rows: flags["max-rows"] ?? (isHeld ? shownRows : Number.POSITIVE_INFINITY),
      opened: (version: number | null) =>
        to.events.write("INFO", "debug_bundle.open", { path: args.bundle, schema_version: version }),
    };
    if (isHeld) return printAnswer(await ask(question), format, to);
    const done = await queryTo(textDestination(to.out), format, question);
    if (done?.cut != null && !to.quiet)
      to.notes.write(`Only the first ${amount(done.cut.at, "row")} were printed; --max-rows prints more.\n`);
    return undefined;
  },
});

async function statement(sql: string | null, file: string | null): Promise<string> {
  if (sql !== null && file !== null) throw new UsageError("Give the SQL or a --file, not both.");
  if (sql === "-") return sqlFrom("-");
  if (sql !== null) return sql;
  if (file !== null) return sqlFrom(file);
  throw new UsageError("SQL is missing: write it after the bundle, or name a --file. See `dbundle query --help`.");
}
