// An address that names no page.

import { pageHref } from "../state/place.ts";
import { root } from "../state/root.ts";

export function UnknownPage({ bundle }: { readonly bundle: string | null }) {
  const href = bundle === null ? `${root}/` : pageHref(bundle, "overview");
  return (
    <div class="page">
      <h1>There is no such page</h1>
      <p>
        The address names none. <a href={href}>Go to the overview</a>, or press ? for the keys.
      </p>
    </div>
  );
}
