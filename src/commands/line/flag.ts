// The kinds of options and arguments that a command can declare.

import { UsageError } from "../../base/errors.ts";

export interface Flag<T> {
  readonly summary: string;
  /** Name of its value in the help; null: it takes none. */
  readonly value: string | null;
  readonly short?: string;
  /** Whether it may be given several times. */
  readonly repeats: boolean;
  /** Words that the value can be, for help and completions. */
  readonly choices?: readonly string[];
  /** The default as the help shows it; undefined: none. */
  readonly standard?: string;
  /** `given` holds the value of each time it was written; a flag without a value is given as "". */
  read(given: readonly string[], name: string): T;
}

export type Flags = Readonly<Record<string, Flag<unknown>>>;

export type Values<F extends Flags> = {
  readonly [K in keyof F]: F[K] extends Flag<infer T> ? T : never;
};

interface Extra {
  readonly short?: string;
}

/** On or off. */
export function switchFlag(summary: string, extra: Extra = {}): Flag<boolean> {
  return { ...extra, summary, value: null, repeats: false, read: (given) => given.length > 0 };
}

export function textFlag(value: string, summary: string, extra: Extra = {}): Flag<string | null> {
  return { ...extra, summary, value, repeats: false, read: ([text]) => text ?? null };
}

export function listFlag(value: string, summary: string, extra: Extra = {}): Flag<readonly string[]> {
  return { ...extra, summary, value, repeats: true, read: (given) => given };
}

/** One of some words; `standard` when it is not given. */
export function choiceFlag<const C extends string, S extends C | null>(
  choices: readonly C[],
  standard: S,
  summary: string,
  extra: Extra = {},
): Flag<C | S> {
  return {
    ...extra,
    ...(standard === null ? {} : { standard }),
    summary,
    value: choices.join("|"),
    repeats: false,
    choices,
    read([text], name) {
      if (text === undefined) return standard;
      const chosen = choices.find((choice) => choice === text);
      if (chosen === undefined) throw new UsageError(`--${name} cannot be "${text}": it is ${orList(choices)}.`);
      return chosen;
    },
  };
}

/** A TCP port; 0 stands for any. */
export function portFlag(standard: number, summary: string, extra: Extra = {}): Flag<number> {
  const count = countFlag(standard, summary, extra);
  return {
    ...count,
    standard: `${standard}`,
    read(given, name) {
      const port = count.read(given, name);
      if (port > 65_535) throw new UsageError(`--${name} cannot be "${port}": it is a number from 0 to 65535.`);
      return port;
    },
  };
}

/** A whole number from 0. */
export function countFlag<S extends number | null>(standard: S, summary: string, extra: Extra = {}): Flag<number | S> {
  return {
    ...extra,
    ...(standard === null ? {} : { standard: standard.toLocaleString("en-US") }),
    summary,
    value: "N",
    repeats: false,
    read([text], name) {
      if (text === undefined) return standard;
      const count = Number(text.replaceAll(",", ""));
      if (!/^[\d,]+$/.test(text) || !Number.isSafeInteger(count))
        throw new UsageError(`--${name} cannot be "${text}": it is a whole number.`);
      return count;
    },
  };
}

const unitBytes: Readonly<Record<string, number>> = {
  "": 1,
  k: 1e3,
  m: 1e6,
  g: 1e9,
  ki: 1024,
  mi: 1024 ** 2,
  gi: 1024 ** 3,
};

/** A number of bytes: `64MiB`, `100MB`, `4096`. */
export function sizeFlag(standard: number, summary: string, extra: Extra = {}): Flag<number> {
  return {
    ...extra,
    standard: sizeText(standard),
    summary,
    value: "SIZE",
    repeats: false,
    read([text], name) {
      if (text === undefined) return standard;
      const match = /^(\d+(?:\.\d+)?) ?([kmg]i?)?b?$/i.exec(text);
      const unit = unitBytes[(match?.[2] ?? "").toLowerCase()];
      if (match === null || unit === undefined)
        throw new UsageError(`--${name} cannot be "${text}": it is a size such as 64MiB, 100MB or 4096.`);
      return Math.round(Number(match[1]) * unit);
    },
  };
}

function sizeText(bytes: number): string {
  for (const [unit, name] of [
    [1024 ** 3, "GiB"],
    [1e9, "GB"],
    [1024 ** 2, "MiB"],
    [1e6, "MB"],
  ] as const) {
    if (bytes >= unit && bytes % unit === 0) return `${bytes / unit}${name}`;
  }
  return `${bytes}`;
}

function orList(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
