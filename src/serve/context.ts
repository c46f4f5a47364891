// What a running server has.

import type { Library } from "../operations/serving.ts";
import type { Watch } from "./live/watch.ts";
import type { Metadata } from "./metadata.ts";
import type { PageSource } from "./page/page-source.ts";
import type { GateRules } from "./security/gate.ts";
import type { Settings } from "./settings.ts";

export interface ServeContext {
  readonly library: Library;
  readonly watch: Watch;
  readonly settings: Settings;
  readonly metadata: Metadata;
  readonly gate: GateRules;
  readonly page: PageSource;
  /** Path under which everything is served, for a server behind another one: "" or "/prefix". */
  readonly root: string;
  /** Changes with each start: answers of an earlier one, perhaps with other settings, are not taken for today's. */
  readonly started: string;
  /** Told of our own bugs; the client learns nothing of them. */
  readonly report: (error: unknown) => void;
}
