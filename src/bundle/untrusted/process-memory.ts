// What memory a child process has for itself alone.

import { readFileSync } from "node:fs";

/** Bytes; 0 where the system does not tell. */
export function ownMemory(pid: number): number {
  try {
    const [, resident, shared] = readFileSync(`/proc/${pid}/statm`, "latin1").split(" ");
    return (Number(resident) - Number(shared)) * 4096;
  } catch {
    // No /proc on this system, or the process has just ended: the limits that it was started with remain.
    return 0;
  }
}
