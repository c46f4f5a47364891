// Where a failure arose: the tool that failed, else what its error is called.

import type { ErrorGroup } from "../../api/types.ts";

type Names = Pick<ErrorGroup, "tool_name" | "error_type" | "error_code" | "error_class">;

export function FailurePlace({ group }: { readonly group: Names }) {
  const { tool_name, error_type, error_code, error_class } = group;
  const all = [error_class, error_type, error_code, tool_name].filter((name) => name !== null).join("\n");
  if (tool_name !== null) {
    return (
      <span class="where kind kind-tool" title={all}>
        {tool_name}
      </span>
    );
  }
  return (
    <span class="where tag" title={all}>
      {error_type ?? error_code ?? error_class}
    </span>
  );
}
