// All importers, by id.

import { bindArtifactStore } from "./bind-artifact-store.ts";
import { bindDatasets } from "./bind-datasets.ts";
import { bindPythonState } from "./bind-python-state.ts";
import { bindSessionLog } from "./bind-session-log.ts";
import { bindSessionMetadata } from "./bind-session-metadata.ts";
import type { Importer } from "./importer.ts";
import { winkLog } from "./wink-log.ts";
import { winkSession } from "./wink-session.ts";

export const importers: readonly Importer[] = [
  bindArtifactStore,
  bindDatasets,
  bindPythonState,
  bindSessionLog,
  bindSessionMetadata,
  winkLog,
  winkSession,
];
