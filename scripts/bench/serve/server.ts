// Starts a server on a free port of this machine and reads from /proc what it and its children use. Linux only.

import { readdirSync, readFileSync } from "node:fs";

/** A server's command for a port. */
export type Program = (port: number) => readonly string[];

export interface Server {
  readonly origin: string;
  /** From its spawn to the first 200 of the path that `started` was given. */
  readonly startMs: number;
  /** User and system time of the server and its children, in steps of 10 ms. */
  cpuSeconds(): number;
  /** In use at this moment; a page that several processes share counts once. */
  memory(): Memory;
  stop(): Promise<void>;
}

export interface Memory {
  readonly megabytes: number;
  /** Without the pages of files, which the system can drop: the program itself and the database. */
  readonly anonymousMegabytes: number;
}

/** Waits until the path is answered with 200, at most a minute. */
export async function started(program: Program, path: string): Promise<Server> {
  const port = freePort();
  const origin = `http://127.0.0.1:${port}`;
  const [name = "", ...args] = program(port);
  const begin = performance.now();
  const child = Bun.spawn([name, ...args], { stdin: "ignore", stdout: "ignore", stderr: "ignore" });
  const stop = async () => {
    child.kill();
    await child.exited;
  };
  while (!(await isAnswered(origin + path))) {
    if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode} before it answered.`);
    if (performance.now() - begin > 60_000) {
      await stop();
      throw new Error(`${name} did not answer ${path} with 200 within a minute.`);
    }
    await Bun.sleep(2);
  }
  return {
    origin,
    startMs: performance.now() - begin,
    cpuSeconds: () => sum(tree(child.pid).map(cpuSecondsOf)),
    memory: () => memoryOf(tree(child.pid)),
    stop,
  };
}

function freePort(): number {
  const server = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response() });
  const { port } = server;
  server.stop(true);
  if (port === undefined) throw new Error("There is no free port.");
  return port;
}

async function isAnswered(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { keepalive: false });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false; // Nobody listens yet.
  }
}

/** The process and all below it. */
function tree(root: number): number[] {
  const parents = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), parent: Number(fieldsOf(Number(name))[1]) }));
  const found = [root];
  for (const pid of found) found.push(...parents.filter(({ parent }) => parent === pid).map((one) => one.pid));
  return found;
}

/** What `/proc/PID/stat` says from the state on; the name before it may hold anything. Empty: the process is gone. */
function fieldsOf(pid: number): string[] {
  const text = proc(pid, "stat");
  return text === "" ? [] : text.slice(text.lastIndexOf(")") + 2).split(" ");
}

/** With the children it waited for. Linux counts in hundredths of a second here. */
function cpuSecondsOf(pid: number): number {
  return sum(fieldsOf(pid).slice(11, 15).map(Number)) / 100;
}

function memoryOf(pids: readonly number[]): Memory {
  const texts = pids.map((pid) => proc(pid, "smaps_rollup"));
  const total = (key: string) =>
    sum(texts.map((text) => Number(new RegExp(`^${key}: +(\\d+) kB`, "m").exec(text)?.[1] ?? 0))) / 1000;
  return { megabytes: total("Pss") * 1.024, anonymousMegabytes: total("Pss_Anon") * 1.024 };
}

function proc(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "latin1");
  } catch {
    return ""; // It ended since it was listed.
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((left, right) => left + right, 0);
}
