import { command } from "./command.ts";
export const info = command({
  args: {},
  flags: {},
  examples: [],
  run() {
    return 0;
  },
});
