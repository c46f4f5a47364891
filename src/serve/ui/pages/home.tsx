// The bundles that are served; a single one is opened at once.

import { useEffect } from "preact/hooks";
import { With } from "../components/notice.tsx";
import { bundleNames } from "../queries/bundles.ts";
import { useAnswer } from "../state/answer.ts";
import { go } from "../state/location.ts";
import { pageHref } from "../state/place.ts";

export function HomePage() {
  const names = useAnswer(bundleNames);
  const only = names.value?.length === 1 ? names.value[0] : undefined;
  useEffect(() => {
    if (only !== undefined) go(pageHref(only, "overview"), "replace");
  }, [only]);
  return (
    <div class="page home">
      <h1>Bundles</h1>
      <With of={names} wait="Reading the list">
        {(list) => (
          <ul class="bundle-list">
            {list.map((name) => (
              <li key={name}>
                <a href={pageHref(name, "overview")}>{name}</a>
              </li>
            ))}
          </ul>
        )}
      </With>
    </div>
  );
}
