// A file that is no text: an image where its first bytes say so, else its size and a way to save it.

import type { FileEntry } from "../../api/types.ts";
import { row as loadRow } from "../api/client.ts";
import { isBytes } from "../api/rows.ts";
import { useAnswer } from "../state/answer.ts";
import { BytesValue } from "./bytes-value.tsx";
import { With } from "./notice.tsx";

export function FileBinary({ bundle, file }: { readonly bundle: string; readonly file: FileEntry }) {
  const hash = file.content_hash;
  const blob = useAnswer(
    hash === null ? null : { key: `blob ${bundle} ${hash}`, load: (signal) => loadRow(bundle, "blobs", hash, signal) },
  );
  if (hash === null) return <p class="notice">The bytes of this file are not in the bundle.</p>;
  return (
    <With of={blob} wait="Reading the bytes">
      {({ rows }) => {
        const cell = rows[0]?.content;
        return (
          <div class="notice">{isBytes(cell) ? <BytesValue bytes={cell} /> : "No bytes are kept of this file."}</div>
        );
      }}
    </With>
  );
}
