// Takes a command line apart and refuses what the command does not know.

import { UsageError } from "../../base/errors.ts";
import { didYouMean } from "../../base/suggest.ts";
import type { Arguments, ArgumentValues } from "./argument.ts";
import type { Flag, Flags, Values } from "./flag.ts";
import { globalFlags } from "./global-flags.ts";

/** A command line taken apart, its options known and their values still text. */
export interface ParsedLine {
  readonly positional: readonly string[];
  readonly flags: ReadonlyMap<string, readonly string[]>;
}

/** `--name value`, `--name=value`, `-n value`, `-nvalue`; after `--` nothing is an option. */
export function parseLine(words: readonly string[], flags: Flags, command: string): ParsedLine {
  const positional: string[] = [];
  const found = new Map<string, string[]>();
  const queue = [...words];
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (word === "--") {
      positional.push(...queue.splice(0));
    } else if (isFlag(word)) {
      const { name, attached } = nameOf(word, flags, command);
      const flag = flags[name];
      if (flag === undefined) throw unknownFlag(`--${name}`, flags, command);
      const before = found.get(name) ?? [];
      if (before.length > 0 && !flag.repeats && flag.value !== null) throw new UsageError(`--${name} was given twice.`);
      found.set(name, [...before, givenValue(name, flag, attached, queue)]);
    } else {
      positional.push(word);
    }
  }
  return { positional, flags: found };
}

/** `-` alone is standard input; `-- a comment` begins SQL. */
function isFlag(word: string): boolean {
  return /^--?[A-Za-z]/.test(word);
}

function nameOf(word: string, flags: Flags, command: string): { name: string; attached: string | null } {
  const equals = word.indexOf("=");
  if (word.startsWith("--")) {
    if (equals < 0) return { name: word.slice(2), attached: null };
    return { name: word.slice(2, equals), attached: word.slice(equals + 1) };
  }
  const letter = word.slice(1, 2);
  const name = Object.keys(flags).find((key) => flags[key]?.short === letter);
  if (name === undefined) throw unknownFlag(word, flags, command);
  const rest = word.slice(2);
  if (rest === "") return { name, attached: null };
  return { name, attached: rest.startsWith("=") ? rest.slice(1) : rest };
}

function givenValue(name: string, flag: Flag<unknown>, attached: string | null, queue: string[]): string {
  if (flag.value === null) {
    if (attached !== null) throw new UsageError(`--${name} takes no value.`);
    return "";
  }
  if (attached !== null) return attached;
  const [next] = queue;
  if (next === undefined || isFlag(next)) throw new UsageError(`--${name} needs a value: --${name} ${flag.value}.`);
  queue.shift();
  return next;
}

function unknownFlag(typed: string, flags: Flags, command: string): UsageError {
  const bare = typed.replace(/^--?/, "");
  const names = Object.keys(flags);
  const near = bare.length < 2 ? "" : didYouMean(bare, names, "--");
  return new UsageError(`Unknown option ${typed}.${near || ` See \`dbundle ${command} --help\`.`}`);
}

export function readFlags<F extends Flags>(flags: F, line: ParsedLine): Values<F> {
  const values = Object.entries(flags).map(([name, flag]) => [name, flag.read(line.flags.get(name) ?? [], name)]);
  // Each value comes from the flag of its name, which gives its type.
  return Object.fromEntries(values) as Values<F>;
}

export function takeArguments<A extends Arguments>(args: A, line: ParsedLine, command: string): ArgumentValues<A> {
  let rest = line.positional;
  const values: [string, unknown][] = [];
  for (const [key, argument] of Object.entries(args)) {
    const [value, left] = argument.take(rest, command);
    values.push([key, value]);
    rest = left;
  }
  const [extra] = rest;
  if (extra !== undefined) {
    const quotes = Object.values(args).some(({ name }) => name === "SQL") ? " SQL stands in quotes." : "";
    throw new UsageError(`"${extra}" is one argument too many.${quotes} See \`dbundle ${command} --help\`.`);
  }
  // Each value comes from the argument of its key, which gives its type.
  return Object.fromEntries(values) as ArgumentValues<A>;
}

/** Where the command stands among the words: the first that is no option of every command and no value of one. */
export function commandWord(words: readonly string[]): number {
  const flags: Flags = globalFlags;
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (word === undefined || !isFlag(word)) return index;
    const takesNext = !word.includes("=") && flags[word.slice(2)]?.value != null;
    if (takesNext) index++;
  }
  return words.length;
}
