// A bundle made of real files by the real operation, for tests that ask it with SQL.

import { Database, type SQLQueryBindings } from "bun:sqlite";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultLimits } from "../../src/artifacts/limits.ts";
import { create } from "../../src/operations/create.ts";

export type Rows = Record<string, unknown>[];

/** Creates a bundle of these paths, lets `use` ask it, and removes it. */
export async function withBundle(
  paths: readonly string[],
  use: (rows: (sql: string, ...parameters: SQLQueryBindings[]) => Rows) => void | Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "dbundle-test-"));
  try {
    const output = join(folder, "made.db");
    await create({
      inputs: paths.map((path) => ({ path })),
      output,
      overwrite: "refuse",
      description: null,
      tags: {},
      root: null,
      search: "default",
      originals: "keep",
      all: false,
      limits: defaultLimits,
      observer: { reading() {}, bytes() {}, source() {}, problem() {}, step() {} },
    });
    const database = new Database(output, { readonly: true });
    try {
      await use((sql, ...parameters) =>
        database.query<Record<string, unknown>, SQLQueryBindings[]>(sql).all(...parameters),
      );
    } finally {
      database.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
