// What a page may say of a bundle in which not everything is stated: the tool behind a failure, tokens without a total.

import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import type { ErrorGroup, Errors, Overview, Step } from "../../src/serve/api/types.ts";
import { Scratch } from "../support/bundles.ts";
import { type Serving, serving } from "./serving.ts";

const scratch = new Scratch();
let server: Serving;

beforeAll(async () => {
  const { output } = await scratch.create([join(import.meta.dir, "../fixtures/pinocchio-turns-store")]);
  await Bun.write(scratch.path("b.db"), Bun.file(output));
  server = serving([scratch.path("b.db")]);
});

afterAll(async () => {
  expect(server.bugs).toEqual([]);
  await server.close();
  scratch.remove();
});

test("a failed call is told by its tool's name", async () => {
  const { groups } = (await server.json("/b/-/errors.json")) as Errors;
  const { rows } = await server.json("/b/tool_calls.json?status=error&_col=tool_name");
  const told = groups.flatMap(({ tool_name }: ErrorGroup) => (tool_name === null ? [] : [tool_name]));
  expect(told).toEqual(rows.map((row: { tool_name: string }) => row.tool_name));
  expect(told.length).toBeGreaterThan(0);
});

test("steps that state no total of tokens are among the costliest by their parts", async () => {
  const { costliest_steps, counts } = (await server.json("/b/-/overview.json")) as Overview;
  expect(counts.total_tokens).toBeNull();
  const tokens = costliest_steps.map(
    ({ input_tokens, output_tokens }: Step) => (input_tokens ?? 0) + (output_tokens ?? 0),
  );
  expect(tokens.length).toBeGreaterThan(0);
  expect(tokens).toEqual(tokens.toSorted((one, other) => other - one));
  expect(tokens[0]).toBeGreaterThan(0);
});
