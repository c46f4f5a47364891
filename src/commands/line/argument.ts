// The arguments that stand in a command by their position.

import { UsageError } from "../../base/errors.ts";

export interface Argument<T> {
  readonly name: string;
  readonly summary: string;
  readonly need: "one" | "optional" | "any" | "some";
  /** Words that it can be, for help and completions. */
  readonly choices?: readonly string[];
  /** Takes its part of the arguments, or says what is missing. */
  take(rest: readonly string[], command: string): readonly [T, readonly string[]];
}

export type Arguments = Readonly<Record<string, Argument<unknown>>>;

export type ArgumentValues<A extends Arguments> = {
  readonly [K in keyof A]: A[K] extends Argument<infer T> ? T : never;
};

export function oneArgument(name: string, summary: string): Argument<string> {
  return {
    name,
    summary,
    need: "one",
    take([first, ...rest], command) {
      if (first === undefined) throw missing(name, command);
      return [filled(first, name), rest];
    },
  };
}

/** One of some words. */
export function oneChoice<const C extends string>(name: string, choices: readonly C[], summary: string): Argument<C> {
  return {
    name,
    summary,
    need: "one",
    choices,
    take([first, ...rest], command) {
      if (first === undefined) throw missing(name, command);
      const chosen = choices.find((choice) => choice === first);
      if (chosen === undefined)
        throw new UsageError(`${name} cannot be "${first}": it is one of ${choices.join(", ")}.`);
      return [chosen, rest];
    },
  };
}

export function optionalArgument(
  name: string,
  summary: string,
  extra: { readonly choices?: readonly string[] } = {},
): Argument<string | null> {
  return { ...extra, name, summary, need: "optional", take: ([first, ...rest]) => [first ?? null, rest] };
}

/** All that are left, also none. */
export function anyArguments(name: string, summary: string): Argument<readonly string[]> {
  return { name, summary, need: "any", take: (rest) => [rest.map((word) => filled(word, name)), []] };
}

/** All that are left, one at least. */
export function someArguments(name: string, summary: string): Argument<readonly string[]> {
  return {
    name,
    summary,
    need: "some",
    take(rest, command) {
      if (rest.length === 0) throw missing(name, command);
      return [rest.map((word) => filled(word, name)), []];
    },
  };
}

/** As it stands in a usage line. */
export function argumentUsage({ name, need }: Argument<unknown>): string {
  return { one: name, optional: `[${name}]`, any: `[${name}…]`, some: `${name}…` }[need];
}

/** Of a path nothing is the current folder: hardly what a variable that is not set was to stand for. */
function filled(word: string, name: string): string {
  if (word === "") throw new UsageError(`${name} is empty. Is a variable of the shell not set?`);
  return word;
}

function missing(name: string, command: string): UsageError {
  return new UsageError(`${name} is missing. See \`dbundle ${command} --help\`.`);
}
