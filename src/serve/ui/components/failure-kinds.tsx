// The most frequent kinds of failures, each a link to its example.

import type { ErrorGroup } from "../../api/types.ts";
import { pageHref } from "../state/place.ts";
import { Amount, Unknown } from "./values.tsx";

interface FailureKindsProps {
  readonly bundle: string;
  readonly groups: readonly ErrorGroup[];
}

const shown = 6;

export function FailureKinds({ bundle, groups }: FailureKindsProps) {
  return (
    <section>
      <h2>
        What failed <a href={pageHref(bundle, "errors")}>{groups.length > shown ? "all kinds" : "with examples"}</a>
      </h2>
      <table class="grid grid-fixed">
        <tbody>
          {groups.slice(0, shown).map((group) => (
            <tr key={group.example_id}>
              <td class="num bad count-cell">
                <Amount value={group.error_count} />
              </td>
              <th scope="row" title={group.message ?? ""}>
                <a href={pageHref(bundle, "errors", { at: String(group.example_id) })}>
                  {group.message ?? group.fingerprint ?? <Unknown what="no message" />}
                </a>
              </th>
              <td class="dim class-cell">{group.tool_name ?? group.error_type ?? group.error_class}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
