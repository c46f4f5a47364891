// Names in paths, encoded as the server encodes them. A browser may have percent-encoded them once more.

import { tildeDecode as decoded } from "../../http/tilde.ts";

export { tildeEncode } from "../../http/tilde.ts";

export function tildeDecode(text: string): string {
  try {
    return decoded(decodeURIComponent(text));
  } catch {
    // No UTF-8: such a name is none of ours, and looking it up will say so.
    return text;
  }
}
