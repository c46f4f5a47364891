import { afterAll, expect, test } from "bun:test";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "dbundle-stop-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const base = join(import.meta.dir, "../../src/base");

/** It is busy for ever and hears no event. */
const busy = (file: string, left: string) => `
  import { writeSync } from "node:fs";
  import { stopAtOnce } from "${base}/stop-at-once.ts";
  import { listenForStop, removeOnStop } from "${base}/stop.ts";
  listenForStop((exitCode) => process.exit(exitCode));
  removeOnStop("${file}", "file");
  stopAtOnce();
  removeOnStop("${left}", "folder");
  writeSync(1, "busy");
  for (;;) {}
`;

test.skipIf(process.platform === "win32").each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)(
  "a process that hears no events ends at %s with %i, and what was unfinished is gone",
  async (signal, code) => {
    const [file, left] = [join(folder, `${signal}.db`), join(folder, signal)];
    writeFileSync(file, "unfinished");
    mkdirSync(join(left, "inside"), { recursive: true });
    const child = Bun.spawn([process.execPath, "-e", busy(file, left)], { stdout: "pipe" });
    const { value } = await child.stdout.getReader().read();
    expect(new TextDecoder().decode(value)).toBe("busy");
    child.kill(signal);
    expect(await child.exited).toBe(code);
    expect([existsSync(file), existsSync(left)]).toEqual([false, false]);
  },
);
