// All importers, by id.

import { agentModeStore } from "./agent-mode-store.ts";
import { bindArtifactStore } from "./bind-artifact-store.ts";
import { bindDatasets } from "./bind-datasets.ts";
import { bindPythonState } from "./bind-python-state.ts";
import { bindSessionLog } from "./bind-session-log.ts";
import { bindSessionMetadata } from "./bind-session-metadata.ts";
import { dbundleReplay } from "./dbundle-replay.ts";
import type { Importer } from "./importer.ts";
import { minitrace } from "./minitrace.ts";
import { overstoryCheckpoint } from "./overstory-checkpoint.ts";
import { overstoryErrorsLog } from "./overstory-errors-log.ts";
import { overstoryEventsStore } from "./overstory-events-store.ts";
import { overstoryIdentity } from "./overstory-identity.ts";
import { overstoryMailStore } from "./overstory-mail-store.ts";
import { overstoryMergeQueueJson } from "./overstory-merge-queue-json.ts";
import { overstoryMergeQueueStore } from "./overstory-merge-queue-store.ts";
import { overstoryMetricsStore } from "./overstory-metrics-store.ts";
import { overstoryNdjsonLog } from "./overstory-ndjson-log.ts";
import { overstoryRunnerLog } from "./overstory-runner-log.ts";
import { overstorySessionsJson } from "./overstory-sessions-json.ts";
import { overstorySessionsStore } from "./overstory-sessions-store.ts";
import { overstoryStateJson } from "./overstory-state-json.ts";
import { overstoryStdoutLog } from "./overstory-stdout-log.ts";
import { overstoryTextLog } from "./overstory-text-log.ts";
import { overstoryTurnLocksStore } from "./overstory-turn-locks-store.ts";
import { pinocchioDebugApi } from "./pinocchio-debug-api.ts";
import { pinocchioDebugEvents } from "./pinocchio-debug-events.ts";
import { pinocchioExport } from "./pinocchio-export.ts";
import { pinocchioRunLogs } from "./pinocchio-run-logs.ts";
import { pinocchioSemFrames } from "./pinocchio-sem-frames.ts";
import { pinocchioSemTimelineStore } from "./pinocchio-sem-timeline-store.ts";
import { pinocchioTurnYaml } from "./pinocchio-turn-yaml.ts";
import { pinocchioTurnsStore } from "./pinocchio-turns-store.ts";
import { sessionstreamStore } from "./sessionstream-store.ts";
import { simpleAgentStore } from "./simple-agent-store.ts";
import { winkArchive } from "./wink-archive.ts";
import { winkBundle } from "./wink-bundle.ts";
import { winkLog } from "./wink-log.ts";
import { winkSession } from "./wink-session.ts";

export const importers: readonly Importer[] = [
  agentModeStore,
  bindArtifactStore,
  bindDatasets,
  bindPythonState,
  bindSessionLog,
  bindSessionMetadata,
  dbundleReplay,
  minitrace,
  overstoryCheckpoint,
  overstoryErrorsLog,
  overstoryEventsStore,
  overstoryIdentity,
  overstoryMailStore,
  overstoryMergeQueueJson,
  overstoryMergeQueueStore,
  overstoryMetricsStore,
  overstoryNdjsonLog,
  overstoryRunnerLog,
  overstorySessionsJson,
  overstorySessionsStore,
  overstoryStateJson,
  overstoryStdoutLog,
  overstoryTextLog,
  overstoryTurnLocksStore,
  pinocchioDebugApi,
  pinocchioDebugEvents,
  pinocchioExport,
  pinocchioRunLogs,
  pinocchioSemFrames,
  pinocchioSemTimelineStore,
  pinocchioTurnYaml,
  pinocchioTurnsStore,
  sessionstreamStore,
  simpleAgentStore,
  winkArchive,
  winkBundle,
  winkLog,
  winkSession,
];
