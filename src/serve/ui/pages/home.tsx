// The bundles that are served, and which of them failed; a single one is opened at once.

import { useEffect } from "preact/hooks";
import { BundleTable } from "../components/bundle-table.tsx";
import { Empty, With } from "../components/notice.tsx";
import { counted } from "../format/amounts.ts";
import { databases } from "../queries/bundles.ts";
import { useAnswer } from "../state/answer.ts";
import { useKeptScroll } from "../state/kept-scroll.ts";
import { isHelpShown, useKeys } from "../state/keys.ts";
import { go } from "../state/location.ts";
import { pageHref } from "../state/place.ts";
import { useRowKeys } from "./row-keys.ts";

export function HomePage() {
  const found = useAnswer(databases);
  const page = useKeptScroll<HTMLDivElement>("bundles");
  useRowKeys(page);
  useKeys("Pages", [{ key: "?", does: "show the keys", run: () => (isHelpShown.value = !isHelpShown.value) }]);
  const only = found.value?.length === 1 ? found.value[0]?.name : undefined;
  useEffect(() => {
    if (only !== undefined) go(pageHref(only, "overview"), "replace");
  }, [only]);
  return (
    <div class="page home" ref={page}>
      <div class="page-head">
        <h1>Bundles</h1>
        {found.value !== undefined && <span class="count">{counted(found.value.length, "file")}</span>}
      </div>
      <With of={found} wait="Reading the list">
        {(list) =>
          list.length === 0 ? (
            <Empty>
              No bundle is served. Start <code>dbundle serve FILE…</code>, or put bundles into the folder that is
              served.
            </Empty>
          ) : (
            <BundleTable bundles={list} />
          )
        }
      </With>
    </div>
  );
}
