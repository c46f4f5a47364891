// Who may ask, and what no answer may hold.

import { Database } from "bun:sqlite";
import { afterAll, describe, expect, test } from "bun:test";
import { Scratch } from "../support/bundles.ts";
import { serving } from "./serving.ts";

const scratch = new Scratch();
const file = scratch.path("data.db");
const db = new Database(file);
db.exec(`CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT, bytes BLOB);
  INSERT INTO notes VALUES (1, '<script>alert(1)</script>', x'3c7376673e');
  CREATE TABLE "<img src=x>" (a); INSERT INTO "<img src=x>" VALUES (1);
  CREATE TABLE "" (a); INSERT INTO "" VALUES ('empty'); CREATE TABLE "-" (a); INSERT INTO "-" VALUES ('dash');
  CREATE TABLE "a/b.json" (a); INSERT INTO "a/b.json" VALUES ('slash');`);
db.close();
const server = serving([file], { allowed: ["bundles.example"] });
const guarded = serving([file], { token: "secret" });
afterAll(async () => {
  await server.close();
  await guarded.close();
  scratch.remove();
});

const sql = "/data/-/query.json?sql=select+'leak'+as+x";

describe("another host name", () => {
  for (const host of [
    "evil.example",
    "127.0.0.1:8001.evil.example",
    "localhost.evil.example:8001",
    "127.0.0.1:9",
    "",
    "127.0.0.1@evil.example",
  ]) {
    test(`is refused: "${host}"`, async () => {
      const response = await server.get(sql, { Host: host });
      expect(response.status).toBe(421);
      expect(await response.text()).not.toContain("leak");
    });
  }
  test("is served when it was allowed", async () => {
    expect((await server.get(sql, { Host: "bundles.example" })).status).toBe(200);
    expect((await server.get(sql, { Host: "localhost:8001" })).status).toBe(200);
  });
});

describe("another site", () => {
  test("cannot fetch, also not from another port of this machine", async () => {
    for (const site of ["cross-site", "same-site"]) {
      expect((await server.get(sql, { "Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors" })).status).toBe(403);
    }
    expect((await server.get(sql, { Origin: "https://evil.example" })).status).toBe(403);
    expect((await server.get(sql, { Origin: "null" })).status).toBe(403);
  });
  test("may link to the page", async () => {
    const link = { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document" };
    expect((await server.get("/", link)).status).toBe(200);
  });
  test("is granted nothing", async () => {
    const response = await server.get(sql, { Origin: "http://127.0.0.1:8001" });
    expect(response.status).toBe(200);
    expect([...response.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
  });
});

test("only GET and HEAD are answered, and HEAD without a body", async () => {
  for (const method of ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"]) {
    expect((await server.get(sql, {}, { method })).status).toBe(405);
  }
  const head = await server.get("/data/notes.csv", {}, { method: "HEAD" });
  expect([head.status, await head.text()]).toEqual([200, ""]);
});

test("every answer forbids what a page could do with it, errors too", async () => {
  for (const path of [
    "/",
    sql,
    "/nothing",
    "/data/notes.csv",
    "/data/nothing.json",
    "/-/assets/nothing.js",
    "/-/databases.json",
  ]) {
    const { headers } = await server.get(path);
    expect(headers.get("Content-Security-Policy")).toContain("default-src 'none'");
    expect(headers.get("Content-Security-Policy")).not.toMatch(/unsafe|\*/);
    expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(headers.get("Referrer-Policy")).toBe("no-referrer");
    expect(headers.get("Cross-Origin-Resource-Policy")).toBe("same-origin");
  }
});

test("content of a file is never active: bytes go out as bytes", async () => {
  const response = await server.get("/data/notes/1.blob?_blob_column=bytes");
  expect(response.headers.get("Content-Type")).toBe("application/octet-stream");
  expect(response.headers.get("Content-Disposition")).toStartWith("attachment");
  expect(await response.text()).toBe("<svg>");
});

test("tables of any name are found by their encoded names", async () => {
  const { tables } = await server.json("/data.json");
  const routes = new Map(tables.map(({ name, route }: { name: string; route: string }) => [name, route]));
  for (const [name, value] of [
    ["", "empty"],
    ["-", "dash"],
    ["a/b.json", "slash"],
    ["<img src=x>", 1],
  ]) {
    expect(await server.json(`/data/${routes.get(name)}.json?_shape=arrayfirst&_col=a`)).toBeArray();
    const { rows } = await server.json(`/data/${routes.get(name)}.json`);
    expect(rows).toEqual([{ rowid: 1, a: value }]);
  }
});

test("no answer names a folder of the machine", async () => {
  const gone = scratch.path("gone.db");
  await Bun.write(gone, "no database at all, but long enough to be looked at as one, and then some more of it....");
  const broken = serving([gone]);
  try {
    for (const path of [
      "/gone.json",
      "/gone/t.json",
      "/-/databases.json",
      "/-/metadata.json",
      "/gone/-/query.json?sql=select+1",
    ]) {
      expect(await broken.text(path)).not.toContain(scratch.folder);
    }
    expect((await broken.get("/gone.json")).status).toBe(503);
    expect(broken.bugs).toEqual([]);
  } finally {
    await broken.close();
  }
});

describe("a token", () => {
  test("is demanded of everybody, for the page and its files too", async () => {
    for (const path of ["/", sql, "/-/databases.json", "/-/assets/x.js", "/nothing"]) {
      const response = await guarded.get(path);
      expect(response.status).toBe(401);
      expect(await response.text()).not.toContain("leak");
    }
    expect((await guarded.get(`${sql}&_token=wrong`)).status).toBe(401);
    expect((await guarded.get(sql, { Authorization: "Bearer wrong" })).status).toBe(401);
  });
  test("opens with a header, a cookie, or once in the address, from which it disappears", async () => {
    expect((await guarded.get(sql, { Authorization: "Bearer secret" })).status).toBe(200);
    expect((await guarded.get(sql, { Cookie: "a=b; dbundle_token=secret" })).status).toBe(200);
    const first = await guarded.get("/data?a=1&_token=secret");
    expect([first.status, first.headers.get("Location")]).toEqual([303, "/data?a=1"]);
    expect(first.headers.get("Set-Cookie")).toMatch(/HttpOnly; SameSite=Strict/);
  });
  test("never leads to another site", async () => {
    expect((await guarded.get("//evil.example/?_token=secret")).headers.get("Location")).toBe("/evil.example/");
  });
});
