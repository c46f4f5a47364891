import { expect, test } from "bun:test";
import { severityNumber, severityOfPinoLevel, severityOfPythonLevel } from "../../src/base/severity.ts";

test.each([
  ["TRACE", 1],
  ["DEBUG", 5],
  ["INFO", 9],
  ["NOTICE", 10],
  ["WARNING", 13],
  ["warn", 13],
  ["Error", 17],
  ["CRITICAL", 21],
  ["fatal", 21],
  ["Information", 9],
  [" info ", 9],
])("the level %p is severity %p", (level, severity) => {
  expect(severityNumber(level)).toBe(severity);
});

test("levels keep the order of their own systems", () => {
  const systems = [
    ["silly", "debug", "verbose", "http", "info", "warn", "error"],
    ["debug", "info", "notice", "warning", "err", "alert", "emerg"],
    ["TRACE", "DEBUG", "INFO", "SUCCESS", "WARNING", "ERROR", "CRITICAL"],
    ["Level 5", "Level 10", "Level 15", "Level 20", "Level 21", "Level 35", "Level 45", "Level 50", "Level 99"],
  ];
  for (const levels of systems) {
    const severities = levels.map((level) => severityNumber(level) ?? 0);
    expect(severities).toEqual([...new Set(severities)].filter((severity) => severity > 0).sort((a, b) => a - b));
  }
});

test("a level of Python's without a name lies between its neighbours", () => {
  expect(["Level 15", "Level 25", "Level 35", "Level 55"].map(severityNumber)).toEqual([8, 12, 16, 24]);
  expect([0, 1, 9, 10, 11, 12, 13, 19, 20, 30, 40, 50, 51, 1000].map(severityOfPythonLevel)).toEqual([
    null,
    1,
    1,
    5,
    6,
    7,
    8,
    8,
    9,
    13,
    17,
    21,
    22,
    24,
  ]);
});

test("a bare number is a level of pino and bunyan", () => {
  expect(["10", "20", "30", "35", "40", "50", "60"].map(severityNumber)).toEqual([1, 5, 9, 12, 13, 17, 21]);
  expect([0, 9, 70, 200, Number.NaN].map(severityOfPinoLevel)).toEqual([null, null, null, null, null]);
});

test.each([
  "",
  "stats",
  "debug3",
  "ERRORISH",
  "warning!",
  "Level",
  "Level x",
  "Level -5",
  "Level 0",
  "constructor",
  "0",
  "999",
  "1e1",
])("%p has no known severity", (level) => {
  expect(severityNumber(level)).toBeNull();
});
