// The views of a bundle as this program knows them: key, comments, links, and what the search index calls their rows.

import { describeViews } from "../../schema/describe.ts";
import { views } from "../../schema/registry.ts";
import { bundleLinks, searchedAs } from "./links.ts";

/** By their names. */
export const knownViews = new Map(
  views.map((info) => {
    const described = describeViews().find(({ name }) => name === info.name);
    return [
      info.name,
      { ...info, described, links: bundleLinks(info.name, described), searched: searchedAs(info.name) },
    ];
  }),
);
