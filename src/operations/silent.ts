// For whoever makes a bundle and wants to hear nothing of how far it is.

import type { MergeObserver } from "../bundle/merge/merge.ts";
import type { CreateObserver } from "./create.ts";

const nothing = () => undefined;

export const silent: CreateObserver & MergeObserver = {
  reading: nothing,
  bytes: nothing,
  source: nothing,
  problem: nothing,
  step: nothing,
  progress: nothing,
};
