import { describe, expect, test } from "bun:test";
import { anyArguments, oneArgument, someArguments } from "../../src/commands/line/argument.ts";
import { choiceFlag, countFlag, listFlag, sizeFlag, switchFlag, textFlag } from "../../src/commands/line/flag.ts";
import { commandWord, parseLine, readFlags, takeArguments } from "../../src/commands/line/parse.ts";

const flags = {
  output: textFlag("FILE", "Where to.", { short: "o" }),
  force: switchFlag("Replace.", { short: "f" }),
  tag: listFlag("KEY=VALUE", "Note.", { short: "t" }),
  search: choiceFlag(["default", "full", "none"], "default", "Index."),
  "max-line": sizeFlag(64 * 1024 * 1024, "Longest line."),
  "max-entries": countFlag(100, "Most entries."),
};

const read = (...words: string[]) => readFlags(flags, parseLine(words, flags, "create"));

describe("options", () => {
  test("have their defaults when nothing is given", () => {
    expect(read()).toEqual({
      output: null,
      force: false,
      tag: [],
      search: "default",
      "max-line": 67_108_864,
      "max-entries": 100,
    });
  });

  test.each([["--output x.db"], ["--output=x.db"], ["-o x.db"], ["-ox.db"], ["-o=x.db"]])(
    "%s names the output",
    (line) => {
      expect(read(...line.split(" ")).output).toBe("x.db");
    },
  );

  test("keep every value of one that repeats, also an empty one", () => {
    expect(read("-t", "a=1", "--tag=", "--tag", "b=2").tag).toEqual(["a=1", "", "b=2"]);
  });

  test.each([
    ["4096", 4096],
    ["64MiB", 67_108_864],
    ["100MB", 100_000_000],
    ["1.5k", 1500],
    ["2 GB", 2_000_000_000],
  ])("%s is a size of %d bytes", (text, bytes) => {
    expect(read(`--max-line=${text}`)["max-line"]).toBe(bytes);
  });

  test.each([
    ["--outptu x", "Unknown option --outptu. Did you mean --output?"],
    ["--frobnicate", "Unknown option --frobnicate. See `dbundle create --help`."],
    ["-z", "Unknown option -z. See `dbundle create --help`."],
    ["--output a --output b", "--output was given twice."],
    ["--output --force", "--output needs a value: --output FILE."],
    ["--output", "--output needs a value: --output FILE."],
    ["--force=yes", "--force takes no value."],
    ["--search all", '--search cannot be "all": it is default, full or none.'],
    ["--max-line big", '--max-line cannot be "big": it is a size such as 64MiB, 100MB or 4096.'],
    ["--max-entries -1", '--max-entries cannot be "-1": it is a whole number.'],
  ])("%s is refused: %s", (line, message) => {
    expect(() => read(...line.split(" "))).toThrow(message);
  });
});

describe("arguments", () => {
  const args = { bundle: oneArgument("BUNDLE", "The bundle."), paths: anyArguments("PATH", "More.") };

  test("are taken by position, and options may stand among them", () => {
    const line = parseLine(["a.db", "--force", "x", "y"], flags, "import");
    expect(takeArguments(args, line, "import")).toEqual({ bundle: "a.db", paths: ["x", "y"] });
  });

  test("after -- begin with a dash where they like", () => {
    expect(parseLine(["--", "--force", "-o"], flags, "create").positional).toEqual(["--force", "-o"]);
  });

  test("can be standard input, or SQL that begins with a comment", () => {
    const sql = "-- all\nSELECT 1";
    expect(parseLine(["-", sql], flags, "query").positional).toEqual(["-", sql]);
  });

  test("that are missing or too many are named", () => {
    const empty = parseLine([], flags, "merge");
    expect(() => takeArguments({ all: someArguments("BUNDLE", "") }, empty, "merge")).toThrow(
      "BUNDLE is missing. See `dbundle merge --help`.",
    );
    const two = parseLine(["a", "b"], flags, "info");
    expect(() => takeArguments({ one: oneArgument("BUNDLE", "") }, two, "info")).toThrow(
      '"b" is one argument too many.',
    );
  });
});

test("the command is the first word that is no common option and no value of one", () => {
  expect(commandWord(["--log-format", "json", "--debug", "info", "x"])).toBe(3);
  expect(commandWord(["--log-format=json", "info"])).toBe(1);
  expect(commandWord(["--version"])).toBe(1);
});
