// The help, from the definitions of the commands.

import { argumentUsage } from "./argument.ts";
import type { CatalogEntry, Command } from "./command.ts";
import type { Flags } from "./flag.ts";
import { globalFlags } from "./global-flags.ts";
import { wrap } from "./wrap.ts";

const width = 80;

export function programHelp(version: string, catalog: readonly CatalogEntry[]): string {
  return [
    `dbundle ${version}: one SQLite file out of everything an AI-agent run left behind.`,
    "",
    "Usage: dbundle COMMAND [OPTIONS]",
    "",
    "Commands",
    ...columns(catalog.map(({ name, summary }) => [name, summary])),
    "",
    "Options of every command",
    ...columns(flagRows(globalFlags)),
    "",
    "Examples",
    ...columns([
      ["dbundle create ./debug", "Make ./debug/bundle.db of all that lies in ./debug."],
      ["dbundle info bundle.db", "Show what it holds."],
      ["dbundle create --help", "Explain a command."],
    ]),
    "",
  ].join("\n");
}

export function commandHelp({ name, summary }: CatalogEntry, { details, args, flags, examples }: Command): string {
  const usage = ["Usage: dbundle", name, ...Object.values(args).map(argumentUsage), "[OPTIONS]"].join(" ");
  const text = details === undefined ? [] : [...wrap(details, width), ""];
  return [
    `dbundle ${name}: ${summary}`,
    "",
    ...text,
    usage,
    "",
    ...section(
      "Arguments",
      Object.values(args).map((argument) => [argument.name, argument.summary]),
    ),
    ...section("Options", flagRows({ ...flags, ...globalFlags })),
    ...section(
      "Examples",
      [],
      examples.flatMap(([line, does]) => [`  ${line}`, `      ${does}`]),
    ),
  ].join("\n");
}

type Row = readonly [left: string, right: string];

function section(title: string, rows: readonly Row[], lines: readonly string[] = columns(rows)): string[] {
  return lines.length === 0 ? [] : [title, ...lines, ""];
}

function flagRows(flags: Flags): Row[] {
  return Object.entries(flags).map(([name, { short, value, summary, standard, repeats }]) => {
    const left = `${short === undefined ? "    " : `-${short}, `}--${name}${value === null ? "" : ` ${value}`}`;
    const notes = [repeats ? "May be repeated." : "", standard === undefined ? "" : `Default: ${standard}.`];
    return [left, [summary, ...notes].filter((note) => note !== "").join(" ")];
  });
}

/** Two columns; the right one is wrapped, and begins below a left part that is too long. */
function columns(rows: readonly Row[]): string[] {
  const widest = Math.max(0, ...rows.map(([left]) => left.length).filter((length) => length <= 26));
  const indent = " ".repeat(widest + 4);
  return rows.flatMap(([left, right]) => {
    const [first = "", ...others] = wrap(right, width - indent.length);
    const rest = others.map((line) => indent + line);
    if (left.length > widest) return [`  ${left}`, indent + first, ...rest];
    return [`  ${left.padEnd(widest)}  ${first}`, ...rest];
  });
}
