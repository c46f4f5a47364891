import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { catalog } from "../../src/commands/catalog.ts";
import { globalFlags } from "../../src/commands/line/global-flags.ts";
import { commandHelp } from "../../src/commands/line/help.ts";
import { parseLine } from "../../src/commands/line/parse.ts";

const root = resolve(import.meta.dir, "../..");
const readme = readFileSync(join(root, "README.md"), "utf8");

test("every file of the commands' folder is in the catalog", () => {
  const files = readdirSync(join(root, "src/commands"))
    .filter((name) => name.endsWith(".ts") && name !== "catalog.ts")
    .map((name) => name.replace(".ts", ""));
  expect(catalog.map(({ name }) => name).sort()).toEqual(files.sort());
});

test("the README lists the commands as the program does", () => {
  const listed = [...readme.matchAll(/^\| `([a-z]+)` \| (.+) \|$/gm)].map(([, name, summary]) => [name, summary]);
  expect(listed).toEqual(catalog.map(({ name, summary }) => [name, summary]));
});

describe("the command", () => {
  test.each(catalog.map((entry) => [entry.name, entry] as const))(
    "%s explains itself in 80 columns",
    async (_, entry) => {
      const text = commandHelp(entry, await entry.load());
      const wide = text.split("\n").filter((line) => line.length > 80 && !line.startsWith("  dbundle "));
      expect(wide).toEqual([]);
      expect(entry.summary).toEndWith(".");
    },
  );

  test.each(catalog.map((entry) => [entry.name, entry] as const))(
    "%s has two examples or more that it understands",
    async (name, entry) => {
      const { examples, flags, args } = await entry.load();
      expect(examples.length).toBeGreaterThanOrEqual(
        Object.keys(args).length + Object.keys(flags).length === 0 ? 1 : 2,
      );
      for (const [line, does] of examples) {
        if (line.startsWith("curl ")) continue; // What another program asks it.
        const words = wordsAfter(line, `dbundle ${name}`);
        expect(() => parseLine(words, { ...flags, ...globalFlags }, name)).not.toThrow();
        expect(does).not.toBe("");
      }
    },
  );

  test.each(catalog.map((entry) => [entry.name, entry] as const))(
    "%s takes no option for two things",
    async (_, entry) => {
      const { flags } = await entry.load();
      const all = { ...flags, ...globalFlags };
      expect(Object.keys(flags).filter((name) => name in globalFlags)).toEqual([]);
      const shorts = Object.values(all).flatMap(({ short }) => short ?? []);
      expect(shorts).toEqual([...new Set(shorts)]);
    },
  );
});

/** The words of the one command in a line of a shell. */
function wordsAfter(line: string, command: string): string[] {
  const at = line.indexOf(command);
  expect(at).toBeGreaterThanOrEqual(0);
  const words = line.slice(at + command.length).match(/"[^"]*"|'[^']*'|[^\s"']+/g) ?? [];
  const end = words.findIndex((word) => ["|", ">", "&&", ")"].includes(word));
  return (end < 0 ? words : words.slice(0, end)).map((word) => word.replace(/^["']|["']$/g, "").replace(/\)$/, ""));
}
