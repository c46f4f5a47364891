import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { rowAsJson, rowKey, storeProblems } from "../../../src/importers/shared/store-rows.ts";
import { RecordingWriter } from "../../support/recording-writer.ts";

test("a row's values keep their digits, their point and their bytes", () => {
  const row = {
    big: 9223372036854775807n,
    one: 1,
    tenth: 0.1,
    zero: -0,
    infinite: Infinity,
    huge: 1e21,
    text: 'a "b"\n',
    nothing: null,
    bytes: new Uint8Array([0, 255]),
  };
  expect(rowAsJson(row)).toBe(
    '{"big":9223372036854775807,"one":1.0,"tenth":0.1,"zero":-0.0,"infinite":9e999,"huge":1e+21,"text":"a \\"b\\"\\n","nothing":null,"bytes":{"$base64":"AP8="}}',
  );
});

test("SQLite reads the same values out of the JSON of a row", () => {
  const json = rowAsJson({ big: 9007199254740993n, infinite: -Infinity, whole: 3 });
  const database = new Database(":memory:", { safeIntegers: true });
  const answer = database
    .query(
      "SELECT json_extract($j, '$.big') AS big, json_extract($j, '$.infinite') AS inf, json_type($j, '$.whole') AS kind",
    )
    .get({ $j: json });
  expect(answer).toEqual({ big: 9007199254740993n, inf: -Infinity, kind: "real" });
});

test("a key of one column is its text, of several an array, of none null", () => {
  const row = { a: "x", b: 2n };
  const table = (primaryKey: string[]) => ({ name: "t", columns: ["a", "b"], primaryKey });
  expect(rowKey(table(["a"]), row)).toBe("x");
  expect(rowKey(table(["b"]), row)).toBe("2");
  expect(rowKey(table(["a", "b"]), row)).toBe('["x",2]');
  expect(rowKey(table([]), row)).toBeNull();
});

test("a problem that was met twice is said once", () => {
  const problem = { severity: "data_loss", code: "sqlite.damaged", message: "Row 7 cannot be read." } as const;
  const into = new RecordingWriter();
  storeProblems({ userVersion: 0, tables: [], rows: () => [], problems: [problem, problem] }, into);
  expect(into.issues).toMatchObject([problem]);
});
