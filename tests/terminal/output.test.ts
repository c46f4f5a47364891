import { describe, expect, test } from "bun:test";
import { colorsFor, plain } from "../../src/terminal/colors.ts";
import { jsonEvents } from "../../src/terminal/events.ts";
import { jsonText } from "../../src/terminal/json-text.ts";
import type { Output } from "../../src/terminal/output.ts";
import { startProgress } from "../../src/terminal/progress.ts";

/** An output that remembers what was written. */
function paper(isTerminal: boolean): Output & { text: string } {
  return {
    isTerminal,
    width: 90,
    isOpen: true,
    text: "",
    write(text) {
      this.text += String(text);
    },
  };
}

describe("JSON", () => {
  test("keeps all digits, the order of keys, bytes and infinities", () => {
    const value = { z: 2n ** 63n, a: new Uint8Array([0, 255]), b: Buffer.from("x"), i: Number.NEGATIVE_INFINITY };
    const encoded =
      '{"z":9223372036854775808,"a":{"$base64":true,"encoded":"AP8="},"b":{"$base64":true,"encoded":"eA=="},"i":-9e999}';
    expect(jsonText(value)).toBe(encoded);
  });
});

describe("colours", () => {
  const wish = (isTerminal: boolean, environment: Record<string, string>, isRefused = false) =>
    colorsFor({ isTerminal, environment, isRefused }) !== plain;
  test("are for terminals", () =>
    expect([wish(true, {}), wish(false, {}), wish(true, { TERM: "dumb" })]).toEqual([true, false, false]));
  test("can be refused", () =>
    expect([wish(true, { NO_COLOR: "1" }), wish(true, {}, true), wish(true, { NO_COLOR: "" })]).toEqual([
      false,
      false,
      true,
    ]));
  test("can be forced", () => {
    expect([
      wish(false, { FORCE_COLOR: "1" }),
      wish(true, { FORCE_COLOR: "0" }),
      wish(false, { FORCE_COLOR: "1", NO_COLOR: "1" }),
    ]).toEqual([true, false, false]);
  });
});

describe("progress", () => {
  function work(output: Output, total?: number) {
    let now = 0;
    const progress = startProgress(output, {
      label: "reading\x1b",
      unit: "bytes",
      now: () => now,
      ...(total === undefined ? {} : { total }),
    });
    for (let step = 1; step <= 100; step++) {
      now += 50;
      progress.at(step * 1000);
    }
    return progress;
  }

  test("says nothing in a pipe", () => {
    const output = paper(false);
    work(output, 200_000).end();
    expect(output.text).toBe("");
  });

  test("shows how far it is, how fast, and how long it will take, and is gone at its end", () => {
    const output = paper(true);
    const progress = work(output, 200_000);
    const lines = output.text.split("\r\x1b[2K");
    expect(lines.length).toBeLessThanOrEqual(51);
    expect(lines.at(-1)).toBe("reading\\x1b  ██████████░░░░░░░░░░  100 kB of 200 kB  20.0 kB/s  5 s left");
    progress.end();
    expect(output.text).toEndWith("\r\x1b[2K");
  });

  test("draws nothing for work that is over at once", () => {
    const output = paper(true);
    using progress = startProgress(output, { label: "x", unit: "rows", now: () => 0 });
    progress.at(5);
    expect(output.text).toBe("");
  });
});

test("an event is one line of JSON, and quiet ones can be left out", () => {
  const output = paper(false);
  const events = jsonEvents(output, "INFO");
  events.write("DEBUG", "debug_bundle.import_logs", {});
  events.write("ERROR", "debug_bundle.error", { operation: "open", error: "two\nlines" });
  const [line = "", rest] = output.text.split("\n");
  expect(JSON.parse(line)).toMatchObject({
    level: "ERROR",
    event: "debug_bundle.error",
    context: { operation: "open", error: "two\nlines" },
  });
  expect(JSON.parse(line).timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  expect(rest).toBe("");
});

test("a reader that leaves is no fault", () => {
  const program = `
    import { outputTo } from "${import.meta.dir}/../../src/terminal/output.ts";
    const out = outputTo(1);
    for (let line = 0; line < 100000 && out.isOpen; line++) out.write("line " + line + "\\n");
    outputTo(2).write(String(out.isOpen));
  `;
  const ran = Bun.spawnSync(["sh", "-c", `"${process.execPath}" -e '${program}' | head -n 1`]);
  expect([ran.stdout.toString(), ran.stderr.toString()]).toEqual(["line 0\n", "false"]);
});
