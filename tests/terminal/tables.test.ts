import { describe, expect, test } from "bun:test";
import { markdownTable } from "../../src/terminal/markdown.ts";
import { renderRecords } from "../../src/terminal/records.ts";
import { renderTable } from "../../src/terminal/tables.ts";
import { cutToWidth, displayWidth } from "../../src/terminal/width.ts";

const table = {
  columns: ["level", "count", "message"],
  rows: [
    ["INFO", 12, "started"],
    ["ERROR", 1234n, null],
  ],
};

describe("rows upright", () => {
  test("show every column on a line of its own, cut at the width", () => {
    const long = { columns: ["a", "long_name"], rows: [["x".repeat(100), 7]] };
    expect(renderRecords(long, { width: 30 })).toBe(`─ row 1\na          ${"x".repeat(18)}…\nlong_name  7\n`);
  });

  test("are told apart by their number, and show nothing for what is unknown", () => {
    expect(renderRecords({ columns: ["a"], rows: [[null], ["\u001b[31m"]] }, { width: 30 })).toBe(
      "─ row 1\na\n─ row 2\na  \\x1b[31m\n",
    );
  });
});

describe("a table", () => {
  test("has numbers at the right and the rest at the left", () => {
    expect(renderTable(table, { width: 80 }).text).toBe(
      "level  count  message\n─────  ─────  ───────\nINFO      12  started\nERROR   1234  \n",
    );
  });

  test("fits its width, whatever is in it", () => {
    const wide = {
      columns: ["a", "b", "c"],
      rows: [
        ["x".repeat(500), "日本語".repeat(40), 7],
        ["short", "👨‍👩‍👧 family", -12],
      ],
    };
    const { text, hidden } = renderTable(wide, { width: 40 });
    for (const line of text.trimEnd().split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(40);
    expect(text).toContain("…");
    expect(hidden).toEqual([]);
  });

  test("names the columns that have no place", () => {
    const columns = Array.from({ length: 20 }, (_, at) => `column_${at}`);
    const { text, hidden } = renderTable({ columns, rows: [columns] }, { width: 60 });
    expect(hidden).toEqual(columns.slice(6));
    for (const line of text.trimEnd().split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(60);
  });

  test("cuts nothing in a pipe", () => {
    expect(
      renderTable({ columns: ["a"], rows: [["x".repeat(900)]] }, { width: Number.POSITIVE_INFINITY }).text,
    ).toContain("x".repeat(900));
  });

  test("shows what would steer the terminal", () => {
    const { text } = renderTable({ columns: ["a"], rows: [["\x1b[31mred\x07\nnext"]] }, { width: 80 });
    expect(text).toContain("\\x1b[31mred\\x07\\nnext");
    expect(text).not.toContain("\x1b");
  });
});

test("a character is never cut in two", () => {
  expect(cutToWidth("日本語", 4)).toBe("日…");
  expect(cutToWidth("👨‍👩‍👧👨‍👩‍👧", 3)).toBe("👨‍👩‍👧…");
  expect(cutToWidth("abc", 3)).toBe("abc");
});

test("Markdown keeps its own signs out of the cells", () => {
  const rows = [["a|b\n<b>", 1]];
  expect(markdownTable({ columns: ["x", "n"], rows })).toBe("| x | n |\n| --- | ---: |\n| a\\|b<br>&lt;b&gt; | 1 |\n");
});
