import { expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { UserError } from "../../src/base/errors.ts";
import { systemFailure } from "../../src/base/system-failure.ts";

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error("Nothing was thrown.");
}

test("what the system refuses is a sentence with the path and the cause", () => {
  const failure = systemFailure(thrownBy(() => readdirSync(`${import.meta.path}/below`)));
  expect(failure).toBeInstanceOf(UserError);
  expect(failure?.message).toBe(`Cannot read "${import.meta.path}/below": a part of its path is not a directory.`);
});

test("what the system does not refuse is left as it is", () => {
  expect(systemFailure(new TypeError("x is not a function"))).toBeNull();
  expect(systemFailure(thrownBy(() => readdirSync(`${import.meta.dir}/not-there`)))).toBeNull();
});
