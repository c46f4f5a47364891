import { command } from "./line/command.ts";
export const schema = command({
  args: {},
  flags: {},
  examples: [],
  run() {
    return 0;
  },
});
