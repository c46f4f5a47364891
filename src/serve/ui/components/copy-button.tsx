// Copies a whole value, however little of it is shown.

import { useState } from "preact/hooks";

const saidForMs = 1500;

export function CopyButton({ text }: { readonly text: string }) {
  const [told, tell] = useState<string | null>(null);
  const copy = async () => {
    tell((await copied(text)) ? "copied" : "not allowed to copy");
    setTimeout(() => tell(null), saidForMs);
  };
  return (
    <button type="button" class="link" onClick={copy} title="Copy the whole value">
      {told ?? "copy"}
    </button>
  );
}

/** Where the page is no secure place (another host than this machine), only the old way works. */
async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Refused or not there: the old way.
  }
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  const isDone = document.execCommand("copy");
  field.remove();
  return isDone;
}
