// Writes src/schema/views/coverage.sql from src/schema/coverage.ts: bun scripts/coverage-view.ts

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { coverage } from "../src/schema/coverage.ts";
import { coverageView } from "../src/schema/coverage-view.ts";

writeFileSync(join(import.meta.dir, "../src/schema/views/coverage.sql"), coverageView(coverage));
