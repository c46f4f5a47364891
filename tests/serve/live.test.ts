// Files that are written, replaced or removed while they are served.

import { Database } from "bun:sqlite";
import { afterAll, expect, test } from "bun:test";
import { readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { Scratch } from "../support/bundles.ts";
import { serving } from "./serving.ts";

const scratch = new Scratch();
afterAll(() => scratch.remove());

function write(name: string, value: string, mode = "DELETE"): Database {
  const db = new Database(scratch.path(name));
  db.exec(`PRAGMA journal_mode = ${mode}; CREATE TABLE IF NOT EXISTS t (v TEXT); INSERT INTO t VALUES ('${value}')`);
  return db;
}

test("a replaced file is served in its new state, and whoever listens is told", async () => {
  write("a.db", "old").close();
  const server = serving([scratch.path("a.db")]);
  try {
    expect((await server.json("/a/t.json?_shape=arrayfirst&_col=v")).length).toBe(1);
    const events = await server.get("/-/events");
    const reader = events.body!.getReader();
    const said = async () => new TextDecoder().decode((await reader.read()).value);
    expect(await said()).toStartWith("event: hello\ndata: ");
    const next = write("next.db", "new");
    next.exec("CREATE TABLE more (a)");
    next.close();
    renameSync(scratch.path("next.db"), scratch.path("a.db"));
    await server.watch.look();
    expect(await said()).toMatch(/^event: changed\ndata: .*"name": "a"/);
    expect((await server.json("/a/t.json")).rows).toEqual([{ rowid: 1, v: "new" }]);
    expect((await server.json("/a/more.json")).rows).toEqual([]);
    rmSync(scratch.path("a.db"));
    await server.watch.look();
    expect(await said()).toStartWith("event: removed\n");
    expect((await server.get("/a/t.json")).status).toBe(404);
    await reader.cancel();
    expect(server.watch.listeners).toBe(0);
  } finally {
    await server.close();
  }
});

test("a store that its program is writing is served with the rows of its -wal, and nothing beside it changes", async () => {
  const writer = write("live.db", "one", "WAL");
  const server = serving([scratch.path("live.db")]);
  const beside = () =>
    readdirSync(scratch.folder)
      .filter((name) => name.startsWith("live"))
      .sort()
      .map((name) => {
        const path = scratch.path(name);
        return [name, Bun.hash(readFileSync(path)), name.endsWith("-shm") ? 0 : statSync(path).mtimeMs];
      });
  try {
    const before = beside();
    expect((await server.json("/live/t.json?_shape=array")).map(({ v }: { v: string }) => v)).toEqual(["one"]);
    expect(beside()).toEqual(before);
    writer.exec("INSERT INTO t VALUES ('two')");
    expect((await server.json("/live/t.json?_shape=array")).map(({ v }: { v: string }) => v)).toEqual(["one", "two"]);
  } finally {
    await server.close();
    writer.close();
  }
});

test("an export that was begun goes on when its file is replaced", async () => {
  const db = write("b.db", "x");
  db.exec(
    "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 200000) INSERT INTO t SELECT 'row ' || n FROM c",
  );
  db.close();
  const server = serving([scratch.path("b.db")]);
  try {
    const response = await server.get("/b/t.csv?_header=off");
    write("other.db", "y").close();
    renameSync(scratch.path("other.db"), scratch.path("b.db"));
    expect((await server.json("/b/t.json?_shape=array")).map(({ v }: { v: string }) => v)).toEqual(["y"]);
    expect((await response.text()).trimEnd().split("\r\n")).toHaveLength(200_001);
  } finally {
    await server.close();
  }
});
