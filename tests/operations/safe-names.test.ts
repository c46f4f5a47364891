import { describe, expect, test } from "bun:test";
import { SafeNames } from "../../src/operations/safe-names.ts";

function paths(...found: string[]): string[] {
  const names = new SafeNames();
  return found.map((path) => names.pathFor(path));
}

describe("names that are fit stay as they are", () => {
  test.each(["run/session.log", "a b/ü-é–✅.jsonl", ".hidden/x~2", "a.zip!/in/side.txt"])("%s", (path) => {
    expect(paths(path)).toEqual([path]);
  });
});

describe("names that lead elsewhere stay inside", () => {
  test.each([
    ["/etc/passwd", "etc/passwd"],
    ["../../etc/passwd", "__/__/etc/passwd"],
    ["a/../../b", "a/__/__/b"],
    ["./a//b/.", "a/b"],
    ["C:\\Windows\\x.dll", "C__Windows_x.dll"],
    ["C:/x", "C_/x"],
    ["\\\\server\\share", "__server_share"],
    ["a\0b/c\nd", "a_b/c_d"],
    ["", "unnamed"],
    ["/", "unnamed"],
    ["..", "__"],
  ])("%j", (path, safe) => {
    expect(paths(path)).toEqual([safe]);
  });
});

describe("names that some system does not take are changed", () => {
  test.each([
    ["con", "_con"],
    ["a/NUL.txt", "a/_NUL.txt"],
    ["com1.log", "_com1.log"],
    ["console.log", "console.log"],
    ["name.", "name_"],
    ["name. ", "name__"],
    ['a?b*c<d>|e"f', "a_b_c_d__e_f"],
    ["\ud800.txt", "\ufffd.txt"],
  ])("%j", (path, safe) => {
    expect(paths(path)).toEqual([safe]);
  });

  test("a name of 5,000 letters keeps its beginning and its extension", () => {
    const [name = ""] = paths(`${"é".repeat(2500)}.jsonl`);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);
    expect(name).toMatch(/^é+~[0-9a-f]{8}\.jsonl$/);
  });

  test("a path of 500 folders comes to the top", () => {
    const [path = ""] = paths(`${"folder/".repeat(500)}x.log`);
    expect(path).toMatch(/^[0-9a-f]{16}~x\.log$/);
  });
});

describe("two never share a name", () => {
  test("that differ in case only", () => {
    expect(paths("a/README.md", "a/readme.md", "A/x")).toEqual(["a/README.md", "a/readme.md~2", "A~2/x"]);
  });

  test("that are made equal", () => {
    expect(paths("a:b", "a?b", "a_b")).toEqual(["a_b", "a_b~2", "a_b~3"]);
  });

  test("when one is a file and the other a folder", () => {
    expect(paths("a", "a/b", "a/c")).toEqual(["a", "a~2/b", "a~2/c"]);
  });
});
