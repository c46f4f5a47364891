// Picks the importer that reads an artifact: the one that the user named, else the strongest claim, else the smaller id.

import type { Artifact } from "../artifacts/artifact.ts";
import { Claim, type Importer } from "./importer.ts";
import { importers } from "./registry.ts";

export interface Choice {
  /** Null: nobody claims it. */
  readonly importer: Importer | null;
  readonly forced: boolean;
  /** Why the reading that the user named was not used. */
  readonly problem: string | null;
}

export function choose(artifact: Artifact & { readonly reading: string | null }): Choice {
  const named = artifact.reading;
  const forced = named === null ? null : (importers.find((importer) => importer.id === named) ?? null);
  if (forced !== null) return { importer: forced, forced: true, problem: null };
  const problem = named === null ? null : `There is no importer "${named}"; see \`dbundle formats\`.`;
  return { importer: strongestClaim(artifact), forced: false, problem };
}

function strongestClaim(artifact: Artifact): Importer | null {
  let best: Importer | null = null;
  let bestClaim: Claim = Claim.no;
  for (const importer of importers) {
    const claim = importer.sniff(artifact);
    if (claim > bestClaim || (claim === bestClaim && best !== null && importer.id < best.id)) {
      best = importer;
      bestClaim = claim;
    }
  }
  return best;
}
