// `/-/metadata.json`: what the metadata file says, and what each bundle says of itself.

import { UserError } from "../base/errors.ts";
import type { ServeContext } from "./context.ts";
import { jsonAnswer } from "./http/answers.ts";

export async function metadataAnswer(context: ServeContext): Promise<Response> {
  const databases: Record<string, unknown> = {};
  const titles: string[] = [];
  for (const entry of context.library.entries()) {
    const own = await ownMetadata(context, entry);
    if (own === null) continue; // A foreign file says nothing of itself.
    titles.push(own.title);
    databases[entry.name] = own.databases[entry.name];
  }
  const { raw } = context.metadata;
  const title = titles.length === 1 ? titles[0] : "Debug bundles";
  return jsonAnswer({ title, ...raw, databases: { ...databases, ...objectOf(raw.databases) } });
}

async function ownMetadata({ library }: ServeContext, entry: Parameters<ServeContext["library"]["lease"]>[0]) {
  try {
    const lease = await library.lease(entry);
    try {
      return lease?.file.metadata ?? null;
    } finally {
      lease?.release();
    }
  } catch (error) {
    // A file that cannot be opened says so where it is asked for itself.
    if (error instanceof UserError) return null;
    throw error;
  }
}

function objectOf(value: unknown): object {
  return typeof value === "object" && value !== null ? value : {};
}
