// Files of one path: which there are, and what differs between two of them.

import type { FileContent, FileEntry } from "../../api/types.ts";
import { counted } from "../format/amounts.ts";
import { lineDiff } from "../format/line-diff.ts";
import { fileContent } from "../queries/files.ts";
import { useAnswer } from "../state/answer.ts";
import { withArguments } from "../state/location.ts";
import { DiffText } from "./diff-text.tsx";
import { With } from "./notice.tsx";
import { Bytes, shortId, Time } from "./values.tsx";

interface FileVersionsProps {
  readonly content: FileContent;
  /** The one that it is compared with; null: none. */
  readonly other: FileEntry | null;
}

export function FileVersions({ content: { file, text, versions }, other }: FileVersionsProps) {
  const all = [file, ...versions.filter(({ id }) => id !== file.id)].sort(newestFirst);
  return (
    <ul class="versions" aria-label="Versions">
      <li class="dim">{counted(all.length, "version")}, the newest first:</li>
      {all.map((version) => (
        <li key={version.id} title={`archive ${version.archive_id}\nsha256 ${version.content_hash ?? "unknown"}`}>
          <a
            href={withArguments({ file: String(version.id), against: null })}
            aria-current={version.id === file.id ? "true" : undefined}
          >
            <Name version={version} />
          </a>{" "}
          <span class="dim">
            <Bytes size={version.size_bytes} />
          </span>{" "}
          {version.id === file.id ? (
            <span class="dim">shown</span>
          ) : version.content_hash !== null && version.content_hash === file.content_hash ? (
            <span class="dim">equal</span>
          ) : text === null ? (
            <span class="dim">differs</span>
          ) : (
            <a
              href={withArguments({ against: other?.id === version.id ? null : String(version.id) })}
              aria-current={other?.id === version.id ? "true" : undefined}
            >
              {other?.id === version.id ? "end comparing" : "compare"}
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}

function newestFirst(one: FileEntry, other: FileEntry): number {
  return (other.captured_at ?? "").localeCompare(one.captured_at ?? "") || one.id - other.id;
}

/** When it was taken; where nobody says, whose it is. */
function Name({ version: { captured_at, session_id, archive_id } }: { readonly version: FileEntry }) {
  if (captured_at !== null) return <Time at={captured_at} withDay />;
  return <>{session_id === null ? `of ${shortId(archive_id).slice(0, 12)}` : `of session ${shortId(session_id)}`}</>;
}

interface VersionDiffProps {
  readonly bundle: string;
  readonly file: FileEntry;
  readonly text: string;
  readonly other: FileEntry;
}

export function VersionDiff({ bundle, file, text, other }: VersionDiffProps) {
  const answer = useAnswer(fileContent(bundle, String(other.id)));
  return (
    <With of={answer} wait="Reading the other version">
      {({ text: before, truncated }) => {
        if (before === null) return <p class="notice">The other version is no text.</p>;
        const { text: diff, added, removed } = lineDiff(before, text);
        return (
          <div class="file-rendered">
            <p class="dim">
              From <Name version={other} /> to <Name version={file} />:{" "}
              {diff === ""
                ? "the texts are equal."
                : `${counted(added, "line")} added, ${counted(removed, "line")} taken away.`}
              {truncated && " Only the first MiB is compared."}
            </p>
            {diff === null && <p>They differ in so many lines that a comparison would say nothing.</p>}
            {diff !== null && diff !== "" && <DiffText text={diff} />}
          </div>
        );
      }}
    </With>
  );
}
