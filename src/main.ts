// The program's entry. A query child is the same program: it must become one before anything else is loaded.

import { queryChildArgument } from "./bundle/untrusted/protocol.ts";

if (process.argv[2] === queryChildArgument) {
  const { runQueryChild } = await import("./bundle/untrusted/child.ts");
  runQueryChild();
} else {
  console.log("dbundle");
}
