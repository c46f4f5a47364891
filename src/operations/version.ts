// The program's version, from its own package description.

import { version } from "../../package.json" with { type: "json" };

export const programVersion: string = version;
