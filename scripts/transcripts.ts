// Runs the transcripts of the README and the guide, and writes what is printed into them: bun scripts/transcripts.ts

import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { writeExample } from "./fixtures/example.ts";

const root = resolve(import.meta.dir, "..");

/** A line of dots stands for the rest of what is printed. */
export const rest = "…";

export interface Step {
  readonly line: string;
  /** The lines that the page shows below it. */
  readonly shown: readonly string[];
}

export interface Answer {
  readonly code: number | null;
  /** Standard output; of a command that failed, standard error too. */
  readonly lines: readonly string[];
}

/** The steps of all console blocks of a page. */
export function stepsOf(markdown: string): readonly Step[] {
  return [...markdown.matchAll(/```console\n([\s\S]*?)```/g)].flatMap(([, block = ""]) =>
    block
      .split(/^\$ /m)
      .filter((step) => step !== "")
      .map((step) => {
        const [line = "", ...shown] = step.trimEnd().split("\n");
        return { line, shown };
      }),
  );
}

/** A shell in a folder that holds the example, with `dbundle` in its path. */
export class ExampleShell implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), "dbundle-transcript-"));
  readonly #programs = join(this.folder, ".programs");

  static async open(): Promise<ExampleShell> {
    const shell = new ExampleShell();
    mkdirSync(shell.#programs);
    const program = join(shell.#programs, "dbundle");
    writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${join(root, "src/main.ts")}" "$@"\n`);
    chmodSync(program, 0o755);
    await writeExample(shell.folder);
    return shell;
  }

  /** A server is stopped as soon as it says where it is. */
  async run(line: string): Promise<Answer> {
    const serves = /^dbundle serve\b/.test(line);
    const child = Bun.spawn(["sh", "-c", serves ? `exec ${line}` : line], {
      cwd: this.folder,
      env: { ...process.env, NO_COLOR: "1", PATH: `${this.#programs}${delimiter}${process.env.PATH ?? ""}` },
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
    });
    if (serves) return served(child);
    const [out, err, code] = await Promise.all([
      new Response(child.stdout).text(),
      new Response(child.stderr).text(),
      child.exited,
    ]);
    const printed = (code === 0 ? out : out + err).trimEnd();
    return { code, lines: printed === "" ? [] : printed.split("\n") };
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function served(child: Bun.Subprocess<"ignore", "pipe", "pipe">): Promise<Answer> {
  let text = "";
  for await (const piece of child.stdout.pipeThrough(new TextDecoderStream())) {
    text += piece;
    if (text.includes("\n")) break;
  }
  child.kill();
  await child.exited;
  return { code: text === "" ? child.exitCode : 0, lines: text.split("\n").slice(0, 1) };
}

async function rewritten(markdown: string): Promise<string> {
  using shell = await ExampleShell.open();
  let page = markdown;
  for (const { line, shown } of stepsOf(markdown)) {
    const { code, lines } = await shell.run(line);
    if (code !== 0) throw new Error(`"${line}" ended with ${code}:\n${lines.join("\n")}`);
    const isPart = shown.at(-1) === rest;
    const now = kept(shown, isPart ? [...lines.slice(0, shown.length - 1), rest] : lines);
    page = page.replace([`$ ${line}`, ...shown, ""].join("\n"), () => [`$ ${line}`, ...now, ""].join("\n"));
  }
  return page;
}

/** What is as it was but for the moment and the port stays as it was written. */
function kept(shown: readonly string[], printed: readonly string[]): readonly string[] {
  return printed.map((line, n) => (momentless(shown[n] ?? "") === momentless(line) ? (shown[n] ?? line) : line));
}

/** Without the moment and the port. */
export function momentless(line: string): string {
  return line.replace(/^Created: .*/, "Created").replace(/127\.0\.0\.1:\d+/, "HERE");
}

if (import.meta.main) {
  for (const name of ["README.md", "docs/guide.md"]) {
    const path = join(root, name);
    writeFileSync(path, await rewritten(readFileSync(path, "utf8")));
  }
}
