import { formatList } from "../operations/formats.ts";
import { renderTable } from "../terminal/tables.ts";
import { command } from "./line/command.ts";
import { printJson } from "./line/streams.ts";

export const formats = command({
  details:
    "Artifacts are recognised by what they contain, never by their names. What nobody recognises is kept as it is, and its text can be searched.",
  args: {},
  flags: {},
  examples: [
    ["dbundle formats", "list the formats"],
    ["dbundle formats --json | jq -r '.[].id'", "their ids alone"],
  ],
  run({ global, to }) {
    const list = formatList();
    if (global.json) {
      printJson(to.out, list);
    } else {
      const rows = list.map(({ id, title, version, spec }) => [id, title, version, spec]);
      const { text } = renderTable(
        { columns: ["id", "reads", "version", "described in"], rows },
        { width: to.out.width, colors: to.outColors },
      );
      to.out.write(text);
    }
    return undefined;
  },
});
