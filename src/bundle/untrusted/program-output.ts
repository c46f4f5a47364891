// Runs a command of this program on a stranger's file in a process of its own, which is stopped at its limits.

import { UserError } from "../../base/errors.ts";
import { PrivateFolder } from "../private-folder.ts";
import { ownMemory } from "./process-memory.ts";
import { QueryError } from "./protocol.ts";
import { startProgram } from "./spawn.ts";

export interface ProgramOrder {
  /** As on the command line, without the program's name. */
  readonly line: readonly string[];
  /** Bytes of its output that are passed over. */
  readonly skip: number;
  /** Most bytes after them; then it is stopped. */
  readonly mostBytes: number;
  readonly timeMs: number;
  readonly memoryBytes: number;
}

export interface ProgramOutput {
  readonly bytes: Uint8Array;
  /** There is more. */
  readonly isCut: boolean;
}

const watchMs = 20;
/** Of what it says on the error stream. */
const mostSaid = 4_096;

/** Throws a `UserError` with what the program said, or a `QueryError` when it was stopped. */
export async function programOutput(order: ProgramOrder, signal?: AbortSignal): Promise<ProgramOutput> {
  if (signal?.aborted) throw left();
  // What it unpacks lies here, so that nothing is left of it when it is killed.
  const folder = new PrivateFolder("child");
  const child = startProgram(order.line, { TMPDIR: folder.path, SQLITE_TMPDIR: folder.path });
  let stopped: unknown = null;
  const stop = (why: unknown) => {
    stopped ??= why;
    child.kill("SIGKILL");
  };
  const leave = () => stop(left());
  const tooSlow = () =>
    stop(new QueryError("timeout", `Reading it was stopped: it took longer than ${order.timeMs} ms.`));
  const timer = setTimeout(tooSlow, order.timeMs);
  const watch = setInterval(() => {
    if (ownMemory(child.pid) > order.memoryBytes)
      stop(
        new QueryError("memory", `Reading it was stopped: it needs more than ${order.memoryBytes} bytes of memory.`),
      );
  }, watchMs);
  signal?.addEventListener("abort", leave, { once: true });
  try {
    const [output, said] = await Promise.all([window(child.stdout, order), text(child.stderr)]);
    if (output.isCut) child.kill("SIGKILL");
    await child.exited;
    if (stopped !== null) throw stopped;
    if (!output.isCut && child.exitCode !== 0) throw new UserError(sentenceOf(said));
    return output;
  } finally {
    clearTimeout(timer);
    clearInterval(watch);
    signal?.removeEventListener("abort", leave);
    child.kill("SIGKILL");
    await child.exited;
    folder.remove();
  }
}

function left(): QueryError {
  return new QueryError("cancelled", "Reading it was stopped because its reader left.");
}

async function window(stream: ReadableStream<Uint8Array>, { skip, mostBytes }: ProgramOrder): Promise<ProgramOutput> {
  const pieces: Uint8Array[] = [];
  let [passed, size] = [0, 0];
  for await (const piece of stream) {
    const from = Math.min(piece.length, Math.max(0, skip - passed));
    passed += piece.length;
    size += piece.length - from;
    pieces.push(piece.subarray(from));
    if (size > mostBytes) break; // The rest is not wanted.
  }
  const bytes = Buffer.concat(pieces);
  return { bytes: bytes.subarray(0, mostBytes), isCut: size > mostBytes };
}

async function text(stream: ReadableStream<Uint8Array>): Promise<string> {
  let said = "";
  const decoder = new TextDecoder();
  for await (const piece of stream) {
    if (said.length < mostSaid) said += decoder.decode(piece, { stream: true });
  }
  return said.slice(0, mostSaid);
}

/** "dbundle: Cannot open …" without the name. */
function sentenceOf(said: string): string {
  return said.trim().replace(/^dbundle[^:\n]*: /, "") || "Reading it failed.";
}
