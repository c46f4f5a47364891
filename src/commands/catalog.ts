// All commands. Each file is loaded when its command is used: `--help` and `--version` load none of them.

import type { Command } from "./command.ts";

export interface CatalogEntry {
  readonly name: string;
  /** One line, for the list of commands. */
  readonly summary: string;
  load(): Promise<Command>;
}

export const catalog: readonly CatalogEntry[] = [
  {
    name: "create",
    summary: "Make a bundle out of folders and files.",
    load: async () => (await import("./create.ts")).create,
  },
  {
    name: "info",
    summary: "Show what a bundle holds.",
    load: async () => (await import("./info.ts")).info,
  },
  {
    name: "schema",
    summary: "Show tables, columns and questions worth asking.",
    load: async () => (await import("./schema.ts")).schema,
  },
  {
    name: "formats",
    summary: "List the artifacts that are recognised.",
    load: async () => (await import("./formats.ts")).formats,
  },
  {
    name: "completions",
    summary: "Print completions for a shell.",
    load: async () => (await import("./completions.ts")).completions,
  },
];

export function findCommand(name: string): CatalogEntry | null {
  return catalog.find((entry) => entry.name === name) ?? null;
}
