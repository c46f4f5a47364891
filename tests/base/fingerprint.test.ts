import { expect, test } from "bun:test";
import fc from "fast-check";
import { fingerprint } from "../../src/base/fingerprint.ts";

test.each([
  [
    "RuntimeError: Agent reached maximum iteration in headless mode. Current iteration: 50, max iteration: 50",
    "RuntimeError: Agent reached maximum iteration in headless mode. Current iteration: <n>, max iteration: <n>",
  ],
  [
    "Tool 'lint' execution failed: linter crashed: 💥 exit=139",
    "Tool 'lint' execution failed: linter crashed: 💥 exit=<n>",
  ],
  ["File 'notes/plan.md' must be read before overwriting.", "File '<path>' must be read before overwriting."],
  ["Tool validation failed: Missing required field: 'path'", "Tool validation failed: Missing required field: 'path'"],
  ["cat: /app/missing file.txt: No such file", "cat: <path> file.txt: No such file"],
  [
    "Command `mv /workspace/game_2048.py /workspace/2048.py` executed with exit code -1.",
    "Command `mv <path> <path>` executed with exit code -<n>.",
  ],
  ["The tool output limit of 10 MiB was exceeded.", "The tool output limit of <n> MiB was exceeded."],
  ["Error at CMakeLists.txt:27 (find_package):", "Error at CMakeLists.txt:<n> (find_package):"],
  ["Error getting embedding for 'blue': no padding", "Error getting embedding for 'blue': no padding"],
  ["Session 5c1d2b9e-8a0f-4d0f-9f0c-0a1b2c3d4e5f not found", "Session <id> not found"],
  ["tool_use toolu_01A09q90qw90lq917835lq9 has no result", "tool_use toolu_<id> has no result"],
  ["object at 0x7f3a2c1d failed in commit 9fceb02", "object at <id> failed in commit <id>"],
  ["2026-11-21T07:43:40.928846+00:00 failed; retry at 07:43:41,100", "<time> failed; retry at <time>"],
  [
    "POST https://api.example.com/v1/responses?x=1: 429, see http://127.0.0.1:4000.",
    "POST https://api.example.com<path>: <n>, see http://<n>.",
  ],
  ["open C:\\Users\\me\\a.txt: denied", "open <path>: denied"],
  [
    "read and/or write of ../src/main.ts, ~/x and ./run.sh: 3/4 failed",
    "read and/or write of <path>, <path> and <path>: <n>/<n> failed",
  ],
  [
    "expected </div> in utf8 text, error TS2345 after 250ms (v1.2.3)",
    "expected </div> in utf8 text, error TS2345 after <n>ms (v<n>)",
  ],
  [
    'Traceback (most recent call last):\n  File "/app/run.py", line 12\n\tValueError',
    'Traceback (most recent call last): File "<path>", line <n> ValueError',
  ],
  ["\u001b[31mfailed\u001b[0m", "failed"],
  ["  ", ""],
])("%p", (message, expected) => {
  expect(fingerprint(message)).toBe(expected);
});

test("messages that differ only in numbers, ids, paths and times are one failure", () => {
  const time = fc
    .date({ noInvalidDate: true, min: new Date(0), max: new Date("2100-01-01") })
    .map((date) => date.toISOString());
  const parts = fc.tuple(fc.nat(), fc.uuid(), fc.stringMatching(/^(\/[a-z0-9_]{1,9}){1,4}\.py$/), time);
  fc.assert(
    fc.property(parts, ([number, id, path, at]) => {
      const message = `[${at}] worker ${id} could not open ${path} after ${number} attempts`;
      expect(fingerprint(message)).toBe("[<time>] worker <id> could not open <path> after <n> attempts");
    }),
  );
});

test("a long message is cut, and read in little time whatever it holds", () => {
  for (const unit of ["a/", "/", "1", "0x", "a.b/", "C:\\", "a-", "ftp://", "x 1:", "\ud83d\ude00"]) {
    const result = fingerprint(unit.repeat(1_000_000));
    expect(result.length).toBeLessThanOrEqual(200);
    expect(result.isWellFormed()).toBe(true);
  }
});
