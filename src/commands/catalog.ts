// All commands. Each file is loaded when its command is used: `--help` and `--version` load none of them.

import type { CatalogEntry } from "./line/command.ts";

export const catalog: readonly CatalogEntry[] = [
  {
    name: "create",
    summary: "Make a bundle out of folders and files.",
    load: async () => (await import("./create.ts")).create,
  },
  {
    name: "import",
    summary: "Add artifacts to a bundle.",
    load: async () => (await import("./import.ts")).importArtifacts,
  },
  {
    name: "merge",
    summary: "Make one bundle of several.",
    load: async () => (await import("./merge.ts")).merge,
  },
  {
    name: "serve",
    summary: "Show bundles in the browser.",
    load: async () => (await import("./serve.ts")).serve,
  },
  {
    name: "info",
    summary: "Show what a bundle holds.",
    load: async () => (await import("./info.ts")).info,
  },
  {
    name: "sessions",
    summary: "List sessions, or show one.",
    load: async () => (await import("./sessions.ts")).sessions,
  },
  {
    name: "runs",
    summary: "List runs, or show one.",
    load: async () => (await import("./runs.ts")).runs,
  },
  {
    name: "conversations",
    summary: "List conversations, the latest first.",
    load: async () => (await import("./conversations.ts")).conversations,
  },
  {
    name: "timeline",
    summary: "Show what happened in the order of time.",
    load: async () => (await import("./timeline.ts")).timeline,
  },
  {
    name: "errors",
    summary: "List failures, the newest first.",
    load: async () => (await import("./errors.ts")).errors,
  },
  {
    name: "logs",
    summary: "List log records.",
    load: async () => (await import("./logs.ts")).logs,
  },
  {
    name: "schema",
    summary: "Show tables, columns and questions worth asking.",
    load: async () => (await import("./schema.ts")).schema,
  },
  {
    name: "query",
    summary: "Ask a bundle, or any SQLite file, in SQL.",
    load: async () => (await import("./query.ts")).query,
  },
  {
    name: "export",
    summary: "Write tables or a query's answer as CSV, JSON or NDJSON.",
    load: async () => (await import("./export.ts")).exportRows,
  },
  {
    name: "extract",
    summary: "Give the original artifacts back.",
    load: async () => (await import("./extract.ts")).extract,
  },
  {
    name: "raw",
    summary: "Print one record as its artifact has it.",
    load: async () => (await import("./raw.ts")).raw,
  },
  {
    name: "verify",
    summary: "Prove that a bundle is whole.",
    load: async () => (await import("./verify.ts")).verify,
  },
  {
    name: "purge",
    summary: "Make a bundle without some agents.",
    load: async () => (await import("./purge.ts")).purge,
  },
  {
    name: "migrate",
    summary: "Bring an older bundle to the current schema.",
    load: async () => (await import("./migrate.ts")).migrate,
  },
  {
    name: "formats",
    summary: "List the artifacts that are recognised.",
    load: async () => (await import("./formats.ts")).formats,
  },
  {
    name: "completions",
    summary: "Print completions for a shell.",
    load: async () => (await import("./completions.ts")).completions(catalog),
  },
];
