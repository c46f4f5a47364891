// What the operating system refuses, as a sentence: a closed folder or a broken disk is no fault of the program.

import { UserError } from "./errors.ts";
import { reasonOf } from "./write-failure.ts";

/** Null when the error is something else, and for calls that name no path. */
export function systemFailure(error: unknown): UserError | null {
  if (!(error instanceof Error) || !("path" in error) || !("syscall" in error)) return null;
  const reason = reasonOf(error);
  if (reason === null) return null;
  const act = acts.find(([calls]) => calls.test(String(error.syscall)))?.[1] ?? "use";
  return new UserError(`Cannot ${act} "${String(error.path)}": ${reason}.`);
}

const acts: readonly (readonly [calls: RegExp, act: string])[] = [
  [/^(f?l?stat|access|realpath|readlink|scandir|opendir|read)/, "read"],
  [/^(mkdir|rename|link|symlink|unlink|rm|rmdir|write|ftruncate|f?chmod|f?sync|copyfile)/, "write"],
  [/^open/, "open"],
];
