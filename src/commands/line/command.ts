// What a command is. Its help, its completions, its line in the README and the check of its options come from this.

import type { Arguments, ArgumentValues } from "./argument.ts";
import type { Flags, Values } from "./flag.ts";
import { globalFlags } from "./global-flags.ts";
import { type ParsedLine, readFlags, takeArguments } from "./parse.ts";
import { type Streams, streamsFor } from "./streams.ts";

export interface Given<A extends Arguments, F extends Flags> {
  readonly args: ArgumentValues<A>;
  readonly flags: Values<F>;
  /** What every command has. */
  readonly global: Values<typeof globalFlags>;
  readonly to: Streams;
}

/** The exit code when it is not 0. */
type Outcome = number | undefined;

export interface Definition<A extends Arguments = Arguments, F extends Flags = Flags> {
  /** More than its one line in the list of commands; may be several sentences. */
  readonly details?: string;
  readonly args: A;
  readonly flags: F;
  /** Command lines, each with what it does. */
  readonly examples: readonly (readonly [line: string, does: string])[];
  run(given: Given<A, F>): Promise<Outcome> | Outcome;
}

/** A definition whose types of options and arguments are no longer of interest. */
export interface Command extends Omit<Definition, "run"> {
  /** Reads the command line, then does the work. */
  start(line: ParsedLine, name: string): Promise<Outcome>;
}

export function command<const A extends Arguments, const F extends Flags>(definition: Definition<A, F>): Command {
  const { details, args, flags, examples } = definition;
  return {
    ...(details === undefined ? {} : { details }),
    args,
    flags,
    examples,
    async start(line, name) {
      const global = readFlags(globalFlags, line);
      return definition.run({
        args: takeArguments(args, line, name),
        flags: readFlags(flags, line),
        global,
        to: streamsFor(global),
      });
    },
  };
}

/** A line of the list of commands. */
export interface CatalogEntry {
  readonly name: string;
  /** One line, for the list of commands. */
  readonly summary: string;
  load(): Promise<Command>;
}
