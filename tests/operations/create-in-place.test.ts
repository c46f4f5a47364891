import { afterAll, expect, test } from "bun:test";
import { mkdirSync } from "node:fs";
import { Scratch } from "../support/bundles.ts";
import { dump } from "../support/dump.ts";

const scratch = new Scratch();
afterAll(() => scratch.remove());

test("a bundle that is written into the folder it is made of does not speak of itself", async () => {
  mkdirSync(scratch.path("run"));
  await Bun.write(
    scratch.path("run/app.log"),
    '{"timestamp":"2026-01-01T00:00:00+00:00","level":"INFO","logger":"a","event":"b","message":"c","context":{}}\n',
  );
  const output = scratch.path("run/bundle.db");
  await scratch.create([scratch.path("run")], { output });
  expect(dump(output).import_issues).toEqual([]);
  await scratch.create([scratch.path("run")], { output, overwrite: "replace" });
  expect(dump(output).import_issues).toHaveLength(1); // The old bundle, which is skipped and named.
});
