// Loads the page from wherever this program has it.

import { isCompiled } from "../../operations/serving.ts";
import { noPage, type PageSource } from "./page-source.ts";

export async function loadPage(): Promise<PageSource> {
  if (!isCompiled()) return (await import("./source-page.ts")).sourcePage();
  return (await import("./built-page.ts")).builtPage() ?? noPage;
}
