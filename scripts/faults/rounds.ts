// Which rounds are run: each command that writes, killed at any moment, killed at a call, with calls that fail, on full disks.

import { join } from "node:path";

export interface Round {
  readonly name: string;
  readonly harness: "crash" | "diskfull";
  /** Name of the output in its folder. */
  readonly output: string;
  readonly words: readonly string[];
}

export function rounds(program: string, work: string): readonly Round[] {
  const [run, more, older] = [join(work, "run"), join(work, "more"), join(work, "older.db")];
  const verify = `${program} verify {out}`;
  const commands = {
    create: { cmd: `${program} create {in} -o {out} --force`, validate: verify, inputs: [run] },
    "create over an old bundle": {
      cmd: `${program} create {in} -o {out} --force`,
      validate: verify,
      inputs: [run],
      mode: ["--mode", "overwrite"],
    },
    import: {
      cmd: `${program} import {out} {in}`,
      validate: verify,
      inputs: [more],
      mode: ["--mode", "inplace", "--old", `${run}.db`, "--validate-old", verify],
      old: `${run}.db`,
    },
    merge: {
      cmd: `${program} merge ${run}.db ${more}.db -o {out} --force`,
      validate: verify,
      inputs: [`${run}.db`, `${more}.db`],
    },
    migrate: {
      cmd: `${program} migrate {out}`,
      validate: verify,
      inputs: [older],
      mode: ["--mode", "inplace", "--old", older, "--validate-old", verify],
      old: older,
    },
    "migrate into another file": {
      cmd: `${program} migrate {in} -o {out} --force`,
      validate: verify,
      inputs: [older],
    },
    extract: {
      cmd: `${program} extract {in} -o {out} --force`,
      validate: "python3 -m zipfile -t {out}",
      inputs: [`${run}.db`],
      output: "out.zip",
    },
    export: {
      cmd: `${program} export {in} logs -o {out} --force`,
      validate: "tail -c1 {out} | od -An -tx1 | grep -q 0a",
      inputs: [`${run}.db`],
    },
  } as const satisfies Record<string, Command>;
  return [
    ...Object.entries(commands).flatMap(([name, command]: [string, Command]) => [
      crash(`${name}: SIGKILL, SIGINT, SIGTERM`, command, []),
      crash(`${name}: killed at a call`, command, ["--points", "syscall"]),
      crash(`${name}: failing calls`, command, ["--points", "error", "--errno", "ENOSPC,EIO,EDQUOT"]),
    ]),
    ...Object.entries(commands)
      .filter(([name]) => name !== "create over an old bundle")
      .map(([name, command]: [string, Command]) => full(`${name}: full and read-only disks`, command)),
  ];
}

interface Command {
  readonly cmd: string;
  readonly validate: string;
  readonly inputs: readonly string[];
  readonly mode?: readonly string[];
  /** What lies at the output before. */
  readonly old?: string;
  /** Name of the output, where its ending means something. */
  readonly output?: string;
}

function crash(name: string, command: Command, points: readonly string[]): Round {
  const { cmd, validate, inputs, mode = [], output = "out.db" } = command;
  return { name, harness: "crash", output, words: [...common(cmd, validate, inputs), ...mode, ...points] };
}

function full(name: string, { cmd, validate, inputs, old, output = "out.db" }: Command): Round {
  const before = old === undefined ? [] : ["--old", old];
  const sizes = ["--sizes", "64k,256k,1m,2m,4m,8m,16m,64m"];
  const words = [...common(cmd, validate, inputs), ...before, ...sizes, "--name", output];
  return { name, harness: "diskfull", output, words };
}

function common(cmd: string, validate: string, inputs: readonly string[]): string[] {
  return ["--cmd", cmd, "--validate", validate, ...inputs.flatMap((input) => ["--input", input])];
}
