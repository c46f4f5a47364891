// A file: what it is, its content with line numbers, its other versions.

import { useState } from "preact/hooks";
import type { FileContent } from "../../api/types.ts";
import { row as loadRow } from "../api/client.ts";
import { isBytes } from "../api/rows.ts";
import { bytes, counted } from "../format/amounts.ts";
import { useAnswer } from "../state/answer.ts";
import { withArguments } from "../state/location.ts";
import { rowHref, sessionHref } from "../state/place.ts";
import { BytesValue } from "./bytes-value.tsx";
import { looksLikeMarkdown, Markdown } from "./markdown.tsx";
import { With } from "./notice.tsx";
import { Bytes, Time } from "./values.tsx";

interface FileViewProps {
  readonly bundle: string;
  readonly content: FileContent;
}

export function FileView({ bundle, content }: FileViewProps) {
  const { file, text, truncated, versions } = content;
  const isMarkdown = text !== null && (/\.(md|markdown)$/i.test(file.path) || looksLikeMarkdown(text));
  const [isRendered, setRendered] = useState(true);
  return (
    <div class="column">
      <div class="toolbar">
        <a href={withArguments({ file: null })} class="back">
          files
        </a>
        <h1 class="file-path">{file.path}</h1>
        <span class="count">
          <Bytes size={file.size_bytes} /> {file.content_type ?? ""}
        </span>
        {isMarkdown && (
          <button type="button" class="link" onClick={() => setRendered(!isRendered)}>
            {isRendered ? "as written" : "as markdown"}
          </button>
        )}
        <span class="aside">
          {file.session_id !== null && <a href={sessionHref(bundle, file.session_id)}>its session</a>}
          <a href={rowHref(bundle, "files", [String(file.id)])}>as a row</a>
        </span>
      </div>
      {versions.length > 1 && <Versions content={content} />}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section class="file-content" tabIndex={0} aria-label="Content">
        {text === null ? (
          <Binary bundle={bundle} content={content} />
        ) : text === "" ? (
          <p class="notice dim">The file is empty.</p>
        ) : isMarkdown && isRendered ? (
          <div class="file-markdown">
            <Markdown text={text} />
          </div>
        ) : (
          <Numbered text={text} />
        )}
        {truncated && (
          <p class="cut">
            Cut here: the file has {file.size_bytes === null ? "more" : bytes(file.size_bytes)}. `dbundle extract`
            writes all of it.
          </p>
        )}
      </section>
    </div>
  );
}

function Versions({ content: { file, versions } }: { readonly content: FileContent }) {
  return (
    <p class="versions">
      <span class="dim">{counted(versions.length, "version")}:</span>
      {versions.map((version) => (
        <a
          key={version.id}
          href={withArguments({ file: String(version.id) })}
          aria-current={version.id === file.id ? "true" : undefined}
          title={version.content_hash ?? ""}
        >
          <Time at={version.captured_at} /> {version.content_hash === file.content_hash ? "equal" : "differs"}
        </a>
      ))}
    </p>
  );
}

const linesAtOnce = 5000;

function Numbered({ text }: { readonly text: string }) {
  const [shown, setShown] = useState(linesAtOnce);
  const lines = text.split("\n");
  const part = lines.slice(0, shown);
  return (
    <>
      <div class="numbered">
        <pre class="line-numbers" aria-hidden="true">
          {part.map((_, at) => at + 1).join("\n")}
        </pre>
        <pre class="lines">{part.join("\n")}</pre>
      </div>
      {lines.length > shown && (
        <button type="button" class="link" onClick={() => setShown(shown * 4)}>
          {counted(lines.length - shown, "line")} more
        </button>
      )}
    </>
  );
}

function Binary({ bundle, content: { file } }: FileViewProps) {
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
