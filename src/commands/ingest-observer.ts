// Tells of what goes on while artifacts are read.

import type { CreateObserver, CreateReport } from "../operations/create.ts";

export function ingestObserver(
  _global: unknown,
): CreateObserver & { end(): void; created(report: CreateReport): void } {
  return { reading() {}, bytes() {}, source() {}, problem() {}, step() {}, end() {}, created() {} };
}
