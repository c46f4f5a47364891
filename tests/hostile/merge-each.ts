// Merges each bundle of a folder with a sound one and prints what came of it, one JSON object a line; for damaged-bundles.test.ts,
// as a process of its own: a damaged file must not be able to end the tests.
// Usage: bun merge-each.ts FOLDER SOUND OUTPUT FIRST

import { rmSync } from "node:fs";
import { join } from "node:path";
import { messageOf, UserError } from "../../src/base/errors.ts";
import { merge } from "../../src/operations/merge.ts";

const [folder = "", sound = "", output = "", first = "0"] = process.argv.slice(2);
const observer = { progress: () => undefined, step: () => undefined };
const names = [...new Bun.Glob("*.db").scanSync(folder)].sort().slice(Number(first));
for (const name of names) {
  console.log(JSON.stringify({ name, outcome: "begun" }));
  console.log(JSON.stringify({ name, ...(await mergedWith(join(folder, name))) }));
}

async function mergedWith(path: string) {
  rmSync(output, { force: true });
  const begun = process.cpuUsage();
  const cpuMs = () => {
    const { user, system } = process.cpuUsage(begun);
    return (user + system) / 1000;
  };
  try {
    await merge({ inputs: [path, sound], output, overwrite: "replace", search: null, observer });
    return { outcome: "merged", cpuMs: cpuMs() };
  } catch (error) {
    return { outcome: error instanceof UserError ? "refused" : "failed", message: messageOf(error), cpuMs: cpuMs() };
  }
}
