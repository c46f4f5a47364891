// All importers, by id.

import type { Importer } from "./importer.ts";
import { winkLog } from "./wink-log.ts";

export const importers: readonly Importer[] = [winkLog];
