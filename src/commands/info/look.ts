// How a text is shown.

import type { Colors } from "../../terminal/colors.ts";

export interface Look {
  /** Columns; Infinity in a pipe. */
  readonly width: number;
  readonly colors: Colors;
}
