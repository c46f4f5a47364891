import type { CreateReport } from "../operations/create.ts";

export function printReport(report: CreateReport, _o: unknown): number {
  console.log(report);
  return 0;
}
