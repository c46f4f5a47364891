// Whether values are shown as they are written instead of as what they are.

import { signal } from "@preact/signals";

export const asWritten = signal(false);
