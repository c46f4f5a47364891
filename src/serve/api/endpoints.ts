// `/<bundle>/-/<name>.json`: what a bundle's page asks beside tables and SQL.

import type { Visit } from "../visit.ts";

export type Endpoint = (visit: Visit) => Promise<Response>;

export const bundleEndpoints: Readonly<Record<string, Endpoint>> = {};
