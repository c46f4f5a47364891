// The built program, through its port.

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { Scratch } from "../support/bundles.ts";

const root = join(import.meta.dir, "../..");
const scratch = new Scratch();
const program = scratch.path("dbundle");
const folder = scratch.path("served");
const running: Bun.Subprocess[] = [];

beforeAll(async () => {
  const build = Bun.spawnSync(
    [
      process.execPath,
      "build",
      "--compile",
      "--minify",
      "--format=esm",
      "--splitting",
      "src/main.ts",
      "--outfile",
      program,
    ],
    { cwd: root, stdout: "pipe", stderr: "pipe" },
  );
  if (build.exitCode !== 0) throw new Error(build.stderr.toString());
  const { output } = await scratch.create([join(import.meta.dir, "../fixtures/wink-log")]);
  mkdirSync(folder);
  for (const [name, at] of [
    ["older", 1],
    ["newer", 2],
  ] as const) {
    const path = join(folder, `${name}.db`);
    await Bun.write(path, Bun.file(output));
    utimesSync(path, new Date(at * 1e12), new Date(at * 1e12));
  }
}, 60_000);
afterAll(async () => {
  for (const one of running) one.kill();
  await Promise.all(running.map((one) => one.exited));
  scratch.remove();
});

async function start(...words: string[]): Promise<{ url: string; process: Bun.Subprocess<"ignore", "pipe", "pipe"> }> {
  const process = Bun.spawn([program, "serve", "--no-open", "--json", ...words], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.push(process);
  for await (const piece of process.stdout) return { url: JSON.parse(new TextDecoder().decode(piece)).url, process };
  throw new Error(await new Response(process.stderr).text());
}

async function failing(...words: string[]): Promise<[exitCode: number, said: string]> {
  const process = Bun.spawn([program, "serve", "--no-open", ...words], {
    cwd: scratch.folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  return [await process.exited, await new Response(process.stderr).text()];
}

describe("the page", () => {
  test("and its files come with a policy that allows nothing from elsewhere, under any address", async () => {
    const { url } = await start("--port", "0");
    for (const path of ["", "newer", "newer/logs", "newer/-/sessions/some-session"]) {
      const response = await fetch(url + path, { headers: { Accept: "text/html" } });
      expect([path, response.status]).toEqual([path, 200]);
      expect(response.headers.get("Content-Security-Policy")).toContain("script-src 'self'");
    }
    const html = await (await fetch(url)).text();
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\son\w+=|style=/);
    const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? "");
    expect(files.some((file) => file.endsWith(".js"))).toBe(true);
    for (const file of files) {
      const response = await fetch(new URL(file, url));
      expect([file, response.status]).toEqual([file, 200]);
      expect(response.headers.get("X-Content-Type-Options")).toBe("nosniff");
      expect(await response.text()).not.toMatch(/import\("\/|from"\//);
    }
    for (const path of ["nothing", "newer/nothing", "newer/-/nothing"]) {
      expect((await fetch(url + path, { headers: { Accept: "text/html" } })).status).toBe(404);
    }
  });
});

test("with no bundle named, those of the folder are served, newest first, and nothing in it changes", async () => {
  const state = () =>
    readdirSync(folder).map((name) => [
      name,
      Bun.hash(readFileSync(join(folder, name))),
      statSync(join(folder, name)).mtimeMs,
    ]);
  const before = state();
  const { url, process } = await start("--port", "0");
  const { databases } = (await (await fetch(`${url}-/databases.json`)).json()) as {
    databases: { name: string; kind: string }[];
  };
  expect(databases.map(({ name, kind }) => [name, kind])).toEqual([
    ["newer", "bundle"],
    ["older", "bundle"],
  ]);
  const csv = await (await fetch(`${url}newer/logs.csv`)).text();
  expect(csv.split("\r\n").length).toBeGreaterThan(2);
  process.kill("SIGTERM");
  expect(await process.exited).toBe(143);
  expect(state()).toEqual(before);
});

test("a folder stands for its bundles", async () => {
  const { url } = await start("--port", "0", "../served");
  const { databases } = (await (await fetch(`${url}-/databases.json`)).json()) as { databases: { name: string }[] };
  expect(databases.map(({ name }) => name)).toEqual(["newer", "older"]);
});

test("a bundle that is written, replaced or removed while it is served is told of by name and version", async () => {
  const watched = scratch.path("watched");
  mkdirSync(watched);
  await make(join(watched, "first.db"), "first");
  const { url } = await start("--port", "0", watched);
  const events = (await fetch(`${url}-/events`)).body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  /** The next event that is no ping. */
  const told = async (): Promise<[kind: string, name: string, version: string]> => {
    for (;;) {
      const [whole, kind, data] = /^(?:: here\n\n)*event: (\w+)\ndata: (.*)\n\n/.exec(text) ?? [];
      if (whole !== undefined && kind !== undefined && data !== undefined) {
        text = text.slice(whole.length);
        const { name = "", version = "", versions = {} } = JSON.parse(data);
        return [kind, name, kind === "hello" ? versions.first : version];
      }
      text += (await events.read()).value ?? "";
    }
  };
  const served = async (name: string) => {
    const { databases } = (await (await fetch(`${url}-/databases.json`)).json()) as {
      databases: { name: string; version: string }[];
    };
    return databases.find((one) => one.name === name)?.version ?? "";
  };
  const described = async (name: string) => {
    const { rows } = (await (await fetch(`${url}${name}/bundle_meta.json?_col=description`)).json()) as {
      rows: { description: string }[];
    };
    return rows[0]?.description;
  };
  expect(await told()).toEqual(["hello", "", await served("first")]);
  const etag = (await fetch(`${url}first/bundle_meta.json`)).headers.get("ETag");
  await make(join(watched, "second.db"), "second");
  expect(await told()).toEqual(["added", "second", await served("second")]);
  await make(join(watched, "first.db"), "replaced");
  expect(await told()).toEqual(["changed", "first", await served("first")]);
  expect([await described("first"), await described("second")]).toEqual(["replaced", "second"]);
  expect((await fetch(`${url}first/bundle_meta.json`)).headers.get("ETag")).not.toBe(etag);
  rmSync(join(watched, "second.db"));
  expect((await told()).slice(0, 2)).toEqual(["removed", "second"]);
  await events.cancel();
}, 30_000);

/** A bundle by a process of its own, as a run beside the server would write it. */
async function make(path: string, description: string): Promise<void> {
  const log = join(import.meta.dir, "../fixtures/wink-log");
  const made = Bun.spawn([program, "create", log, "--output", path, "--force", "--description", description], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  if ((await made.exited) !== 0) throw new Error(await new Response(made.stderr).text());
}

for (const [habit, passed] of [
  ["leaves the path as it is", (path: string) => path],
  ["takes the root off", (path: string) => path.replace(/^\/behind\/here/, "")],
] as const) {
  test(`behind a server that ${habit}, every link leads back through it`, async () => {
    let inner = "";
    const strays: string[] = [];
    const front = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      fetch(request) {
        const { pathname, search } = new URL(request.url);
        if (!pathname.startsWith("/behind/here/")) {
          strays.push(pathname);
          return new Response("elsewhere", { status: 418 });
        }
        return fetch(inner + passed(pathname) + search, { headers: request.headers, redirect: "manual" });
      },
    });
    const outer = `http://127.0.0.1:${front.port}/behind/here/`;
    try {
      const { url } = await start(
        "--port",
        "0",
        "--root-path",
        "/behind/here",
        "--allow-host",
        `127.0.0.1:${front.port}`,
      );
      inner = new URL(url).origin;
      const html = await (await fetch(outer, { headers: { Accept: "text/html" } })).text();
      const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? "");
      expect(files.length).toBeGreaterThan(1);
      const page = await fetch(`${outer}newer/logs.json?_size=1&_facet=level&_labels=on`);
      const text = await page.text();
      const document = JSON.parse(text);
      const row = await (await fetch(`${outer}newer/sources/1.json?_extra=foreign_key_tables`)).json();
      const links: string[] = [
        ...files,
        document.next_url,
        page.headers.get("Link")?.match(/<(.*)>/)?.[1],
        ...document.facet_results.results.level.results.map(({ toggle_url }: { toggle_url: string }) => toggle_url),
        ...row.foreign_key_tables.map(({ link }: { link: string }) => link),
        (await (await fetch(`${outer}newer/logs.json?_search=x`)).json()).search.elsewhere,
        (await (await fetch(`${outer}newer/-/query.json?sql=select+id+from+logs&_size=1`)).json()).next_url,
      ];
      for (const link of links) {
        const there = await fetch(new URL(link, outer));
        expect([link, there.status]).toEqual([link, 200]);
      }
      expect(strays).toEqual([]);
    } finally {
      await front.stop(true);
    }
  });
}

test("a taken port leads to the next free one, and that is said", async () => {
  const first = await start("--port", "0");
  const port = Number(new URL(first.url).port);
  const second = await start("--port", String(port));
  expect(Number(new URL(second.url).port)).toBeGreaterThan(port);
  second.process.kill();
  expect(await new Response(second.process.stderr).text()).toContain(`Port ${port} is taken.`);
});

test("another address has a token, also when none was given", async () => {
  const { url } = await start("--port", "0", "--host", "0.0.0.0");
  const token = new URL(url).searchParams.get("_token");
  expect(token?.length).toBeGreaterThan(20);
  const local = `http://127.0.0.1:${new URL(url).port}/-/databases.json`;
  expect((await fetch(local)).status).toBe(401);
  expect((await fetch(local, { headers: { Authorization: `Bearer ${token}` } })).status).toBe(200);
});

test("what cannot be served is said in one line", async () => {
  await Bun.write(scratch.path("text.db"), "no database");
  expect(await failing("text.db")).toEqual([3, 'dbundle: Cannot serve "text.db": it is not a SQLite database.\n']);
  expect(await failing("gone.db")).toEqual([1, 'dbundle: There is no file "gone.db".\n']);
  expect(await failing("--root-path", "a b", "text.db")).toEqual([3, expect.any(String)]);
  mkdirSync(scratch.path("empty"));
  expect((await failing("empty"))[1]).toStartWith('dbundle: There is no bundle in "empty".');
});
