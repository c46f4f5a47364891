// For whom the work at hand is done, so that what is scarce can be shared out fairly.

import { AsyncLocalStorage } from "node:async_hooks";

const client = new AsyncLocalStorage<string>();

/** All that `work` calls and waits for is done for `name`. */
export function asClient<T>(name: string, work: () => T): T {
  return client.run(name, work);
}

/** "" outside of any client's work. */
export function currentClient(): string {
  return client.getStore() ?? "";
}
