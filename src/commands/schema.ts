import { describeSchema } from "../operations/schema.ts";
import { optionalArgument } from "./line/argument.ts";
import { command } from "./line/command.ts";
import { choiceFlag } from "./line/flag.ts";
import { printJson } from "./line/streams.ts";
import { schemaSql, schemaText } from "./schema/text.ts";

export const schema = command({
  details: "All tables and columns with what they mean, and ready-made queries: enough to write a query of your own.",
  args: { bundle: optionalArgument("BUNDLE", "Counts its rows too.") },
  flags: {
    format: choiceFlag(["text", "json", "sql"], "text", "sql: the statements that define the tables, and the queries."),
  },
  examples: [
    ["dbundle schema", "all tables and columns"],
    ["dbundle schema bundle.db", "those that have rows in a bundle, with their numbers"],
    ["dbundle schema --json", "the same for a program or a model that writes queries"],
  ],
  run({ args, flags, global, to }) {
    const description = describeSchema(args.bundle);
    if (global.json || flags.format === "json") printJson(to.out, description);
    else if (flags.format === "sql") to.out.write(schemaSql(description));
    else to.out.write(schemaText(description, { width: to.out.width, colors: to.outColors }));
    return undefined;
  },
});
