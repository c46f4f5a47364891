// The recorded answers of Datasette 1.0, and the few that differ on purpose: docs/datasette-differences.md.

import { expect } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readMetadata } from "../../src/serve/metadata.ts";
import { sharedTest } from "../support/shared.ts";
import { origin, type Serving, serving } from "./serving.ts";

interface Case {
  readonly id: number;
  readonly url: string;
  readonly compare?: string;
  readonly expect: {
    readonly status: number;
    readonly content_type: string;
    readonly json?: unknown;
    readonly text?: string;
  };
}

/** Bytes in CSV, and a number of SQLite's planner that means nothing. */
const different = [167, 216];

sharedTest(
  "rows and status are those of Datasette 1.0",
  async (folder) => {
    const checks = join(folder, "checks/datasette-api");
    const { cases } = readJson(readFileSync(join(checks, "api_cases.json"), "utf8")) as { cases: Case[] };
    const metadata = readMetadata(readFileSync(join(checks, "api_metadata.json"), "utf8"), "api_metadata.json");
    const server = serving([join(checks, "fixtures.db")], {
      metadata,
      settings: { pageSize: 50, maxRows: 100, sqlTimeoutMs: 1_000 },
    });
    try {
      const failed: number[] = [];
      for (const one of cases) if (!(await isEqual(server, one))) failed.push(one.id);
      expect(failed).toEqual(different);
      expect(cases.length).toBe(190);
      expect(server.bugs).toEqual([]);
    } finally {
      await server.close();
    }
  },
  60_000,
);

async function isEqual(server: Serving, { url, compare, expect: wanted }: Case): Promise<boolean> {
  const response = await server.get(url);
  const text = (await response.text()).replaceAll(origin, "{base}");
  const type = response.headers.get("Content-Type")?.split(";")[0];
  if (response.status !== wanted.status || type !== wanted.content_type) return false;
  if (compare === "status") return true;
  if (wanted.json !== undefined) return Bun.deepEquals(rowsOf(readJson(text)), rowsOf(wanted.json));
  return text.replaceAll("\r\n", "\n") === (wanted.text ?? "").replaceAll("\r\n", "\n");
}

/** Python's parser takes infinities as words; here their absence is as good. */
function readJson(text: string): unknown {
  return JSON.parse(text.replaceAll(/: -?Infinity\b/g, ": null"));
}

function rowsOf(document: unknown): unknown {
  if (typeof document !== "object" || document === null || Array.isArray(document)) return document;
  return "rows" in document ? document.rows : undefined;
}
