// The formats that are recognised.

import { importers } from "../importers/registry.ts";

export interface Format {
  readonly id: string;
  readonly title: string;
  /** Of the importer: raised whenever it reads something otherwise. */
  readonly version: number;
  /** The page that describes the format. */
  readonly spec: string;
}

export function formatList(): readonly Format[] {
  return importers.map(({ id, title, version, spec }) => ({ id, title, version, spec }));
}
