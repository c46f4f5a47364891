import { command } from "./command.ts";
export const formats = command({
  args: {},
  flags: {},
  examples: [],
  run() {
    return 0;
  },
});
