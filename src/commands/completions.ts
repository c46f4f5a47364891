import { command } from "./command.ts";
export const completions = command({
  args: {},
  flags: {},
  examples: [],
  run() {
    return 0;
  },
});
