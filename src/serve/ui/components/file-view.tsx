// A file: what it is, its content as what it is, its other versions.

import { useState } from "preact/hooks";
import type { FileContent } from "../../api/types.ts";
import { bytes } from "../format/amounts.ts";
import { parameters, withArguments } from "../state/location.ts";
import { rowHref, sessionHref } from "../state/place.ts";
import { FileBinary } from "./file-binary.tsx";
import { FileText, type TextKind, textKindOf } from "./file-text.tsx";
import { FileVersions, VersionDiff } from "./file-versions.tsx";
import { Bytes, Unknown } from "./values.tsx";

interface FileViewProps {
  readonly bundle: string;
  readonly content: FileContent;
}

export function FileView({ bundle, content }: FileViewProps) {
  const { file, text, truncated, versions } = content;
  const against = parameters.value.get("against");
  const other = versions.find(({ id }) => String(id) === against && id !== file.id) ?? null;
  const kind = text === null ? "plain" : textKindOf(file.path, text);
  const [isRendered, setRendered] = useState(true);
  return (
    <div class="column">
      <div class="toolbar">
        <a href={withArguments({ file: null, against: null })} class="back">
          files
        </a>
        <h1 class="file-path">{file.path.trim() === "" ? <Unknown what="blank name" /> : file.path}</h1>
        <span class="count">
          <Bytes size={file.size_bytes} /> {file.content_type ?? ""}
        </span>
        {kind !== "plain" && other === null && (
          <button type="button" class="link" onClick={() => setRendered(!isRendered)}>
            {isRendered ? "as written" : names[kind]}
          </button>
        )}
        <span class="aside">
          {file.session_id !== null && <a href={sessionHref(bundle, file.session_id)}>its session</a>}
          <a href={rowHref(bundle, "files", [String(file.id)])}>as a row</a>
        </span>
      </div>
      {versions.length > 0 && <FileVersions content={content} other={other} />}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section class="file-content" tabIndex={0} aria-label="Content">
        {other !== null && text !== null ? (
          <VersionDiff bundle={bundle} file={file} text={text} other={other} />
        ) : text === null ? (
          <FileBinary bundle={bundle} file={file} />
        ) : text === "" ? (
          <p class="notice dim">The file is empty.</p>
        ) : (
          <FileText key={file.id} text={text} kind={isRendered ? kind : "plain"} />
        )}
        {truncated && (
          <p class="cut">
            Cut here: the file has {file.size_bytes === null ? "more" : bytes(file.size_bytes)}.{" "}
            <code>dbundle extract</code>
            writes all of it.
          </p>
        )}
      </section>
    </div>
  );
}

const names: Readonly<Record<Exclude<TextKind, "plain">, string>> = {
  markdown: "as Markdown",
  json: "as a tree",
  diff: "as a diff",
  colours: "with its colours",
};
