import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { millisecondsBetween, readTime, timeFromEpochMs, timeFromEpochNanos } from "../../src/base/time.ts";

const DATE_RANGE = {
  min: new Date("0001-01-01T00:00:00Z"),
  max: new Date("9998-12-31T00:00:00Z"),
  noInvalidDate: true,
};

describe("a time with its zone", () => {
  test.each([
    ["2026-11-21T07:43:40.928846+00:00", "2026-11-21T07:43:40.928846Z"],
    ["2026-11-21T07:43:40.928846Z", "2026-11-21T07:43:40.928846Z"],
    ["2026-11-21T07:43:40.928Z", "2026-11-21T07:43:40.928000Z"],
    ["2026-11-21T07:43:40.928+00:00", "2026-11-21T07:43:40.928000Z"],
    ["2026-11-21T07:43:40Z", "2026-11-21T07:43:40.000000Z"],
    ["2026-11-21T07:43:40+00:00", "2026-11-21T07:43:40.000000Z"],
    ["2026-11-21T07:43:40.9+01:00", "2026-11-21T06:43:40.900000Z"],
    ["2026-11-21T07:43:40.123456789Z", "2026-11-21T07:43:40.123456Z"],
    ["2026-11-21T07:43:40.9999999999999Z", "2026-11-21T07:43:40.999999Z"],
    ["2026-11-21T07:43:40.Z", "2026-11-21T07:43:40.000000Z"],
    ["2026-11-21t07:43:40,5z", "2026-11-21T07:43:40.500000Z"],
    ["2026-11-21 07:43:40.928846-08:00", "2026-11-21T15:43:40.928846Z"],
    ["2026-12-31T23:30:00-05:30", "2027-01-01T05:00:00.000000Z"],
    ["2024-03-01T00:00:00+05:45", "2024-02-29T18:15:00.000000Z"],
    ["2026-11-21T07:43:40+0530", "2026-11-21T02:13:40.000000Z"],
    ["2026-11-21T07:43:40+05", "2026-11-21T02:43:40.000000Z"],
    ["2026-11-21T07:43:40+00:00:30", "2026-11-21T07:43:10.000000Z"],
    ["2026-11-21 07:43:40 +0100", "2026-11-21T06:43:40.000000Z"],
    ["2026-11-21 07:43:40.123Z", "2026-11-21T07:43:40.123000Z"],
    ["2026-11-21T07:43:40,123456Z", "2026-11-21T07:43:40.123456Z"],
    ["2026-11-21 07:43:40 UTC", "2026-11-21T07:43:40.000000Z"],
    ["2026-11-21T07:43Z", "2026-11-21T07:43:00.000000Z"],
    ["20261121T074340Z", "2026-11-21T07:43:40.000000Z"],
    [" 2026-11-21T07:43:40Z\n", "2026-11-21T07:43:40.000000Z"],
  ])("%p is read as UTC", (text, utc) => {
    expect(readTime(text)).toEqual({ utc, zone: "stated" });
  });
});

test.each([
  ["2026-11-21T07:43:40.928846", "2026-11-21T07:43:40.928846Z"],
  ["2026-11-21 07:43:40,928", "2026-11-21T07:43:40.928000Z"],
  ["2026-11-21T07:43:40.1", "2026-11-21T07:43:40.100000Z"],
  ["2026-11-21 07:43:40", "2026-11-21T07:43:40.000000Z"],
  ["20261121T074340", "2026-11-21T07:43:40.000000Z"],
])("%p has no zone: read as UTC and marked as assumed", (text, utc) => {
  expect(readTime(text)).toEqual({ utc, zone: "assumed" });
});

test.each([
  "",
  "now",
  "2026-11-21",
  "07:43:40",
  "1763711020",
  "2026-13-01T00:00:00Z",
  "2026-00-01T00:00:00Z",
  "2026-02-30T00:00:00Z",
  "2026-02-29T00:00:00+00:00",
  "1900-02-29 00:00:00",
  "2026-04-31T00:00:00.000Z",
  "2026-11-00T00:00:00Z",
  "2026-11-21T24:00:00Z",
  "2026-11-21T07:60:00Z",
  "2026-11-21T07:43:61Z",
  "2026-11-21T07:43:40+24:00",
  "2026-11-21T07:43:40+05:60",
  "2026-11-21T07:43:40.12x456Z",
  "2026-11-21T07:43:40.928846Z and more",
  "2026-11-21T07:43:4xZ",
  "2026-11-21T0٧:43:40Z",
  "-2026-11-21T07:43:40Z",
  "0000-01-01T00:00:00+01:00",
  "9999-12-31T23:59:59-01:00",
  "2026-11-21T07-43-40Z",
  "2026-11-21T07:43:40.928846+00:0",
  "Z",
  "+00:00",
])("%p is no time", (text) => {
  expect(readTime(text)).toBeNull();
});

test("a leap day is read in the years that have one", () => {
  expect(readTime("2024-02-29T12:00:00Z")?.utc).toBe("2024-02-29T12:00:00.000000Z");
  expect(readTime("2000-02-29T12:00:00Z")?.utc).toBe("2000-02-29T12:00:00.000000Z");
});

test("a leap second is the last microsecond of its minute, in any zone", () => {
  expect(readTime("2016-12-31T23:59:60Z")?.utc).toBe("2016-12-31T23:59:59.999999Z");
  expect(readTime("2017-01-01T08:59:60.5+09:00")?.utc).toBe("2016-12-31T23:59:59.999999Z");
});

test("every instant that a Date can name is read as the Date has it, at any offset", () => {
  fc.assert(
    fc.property(fc.date(DATE_RANGE), fc.integer({ min: -1439, max: 1439 }), (date, minutes) => {
      const local = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, 23);
      const [hour, minute] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60].map((part) =>
        String(part).padStart(2, "0"),
      );
      const utc = date.toISOString().replace("Z", "000Z");
      expect(readTime(`${local}${minutes < 0 ? "-" : "+"}${hour}:${minute}`)?.utc).toBe(utc);
      expect(timeFromEpochMs(date.getTime())).toBe(utc);
      expect(timeFromEpochNanos(BigInt(date.getTime()) * 1_000_000n + 999_999n)).toBe(utc.replace("000Z", "999Z"));
    }),
    { numRuns: 1000 },
  );
});

test("no zone of the host changes what is read", () => {
  const script = `import { readTime } from "${import.meta.dir}/../../src/base/time.ts"; console.log(readTime("2026-07-01 12:00:00").utc, readTime("2026-07-01T12:00:00+02:00").utc)`;
  for (const TZ of ["America/New_York", "Asia/Kathmandu"]) {
    const run = Bun.spawnSync([process.execPath, "-e", script], { env: { ...process.env, TZ } });
    expect(run.stdout.toString().trim()).toBe("2026-07-01T12:00:00.000000Z 2026-07-01T10:00:00.000000Z");
  }
});

test("a number since 1970 keeps its microseconds", () => {
  expect(timeFromEpochMs(1763711020928.846)).toBe("2025-11-21T07:43:40.928846Z");
  expect(timeFromEpochMs(0)).toBe("1970-01-01T00:00:00.000000Z");
  expect(timeFromEpochMs(1999.9999)).toBe("1970-01-01T00:00:02.000000Z");
  expect(timeFromEpochMs(-0.001)).toBe("1969-12-31T23:59:59.999999Z");
  expect(timeFromEpochMs(1763711020928.5)).toBe("2025-11-21T07:43:40.928500Z");
  expect(timeFromEpochMs(1763711020928n)).toBe("2025-11-21T07:43:40.928000Z");
  expect(timeFromEpochNanos(1763711020928846999n)).toBe("2025-11-21T07:43:40.928846Z");
  expect(timeFromEpochNanos(-1n)).toBe("1969-12-31T23:59:59.999999Z");
});

test("a number that is no time of the years 0 to 9999 is none", () => {
  expect([Number.NaN, Number.POSITIVE_INFINITY, 1e300, 253402300800000, -62167219201000].map(timeFromEpochMs)).toEqual([
    null,
    null,
    null,
    null,
    null,
  ]);
  expect(timeFromEpochNanos(10n ** 40n)).toBeNull();
  expect(timeFromEpochMs(253402300799000)).toBe("9999-12-31T23:59:59.000000Z");
});

test("the milliseconds between two times are exact to the microsecond", () => {
  expect(millisecondsBetween("2026-11-21T07:43:40.928846Z", "2026-11-21T07:43:41.000000Z")).toBe(71.154);
  expect(millisecondsBetween("2026-03-01T00:00:00.000000Z", "2026-02-28T23:59:59.999999Z")).toBe(-0.001);
  expect(millisecondsBetween("2024-02-28T00:00:00.000000Z", "2024-03-01T00:00:00.000000Z")).toBe(2 * 86_400_000);
});

test("times sort as their texts do", () => {
  const micros = fc.bigInt({ min: -62_167_219_200_000_000n, max: 253_402_300_799_000_000n });
  fc.assert(
    fc.property(micros, micros, (a, b) => {
      const [first, second] = [timeFromEpochNanos(a * 1000n) ?? "", timeFromEpochNanos(b * 1000n) ?? ""];
      expect(first < second).toBe(a < b);
      expect(readTime(first)?.utc).toBe(first);
    }),
  );
});
