// Files that the agents left: a tree of folders, the content, the versions.

import type { FileContent, FileEntry, Files } from "../../api/types.ts";
import { endpoint } from "../api/client.ts";
import { FileView } from "../components/file-view.tsx";
import { Empty, With } from "../components/notice.tsx";
import { Panes } from "../components/panes.tsx";
import { Bytes } from "../components/values.tsx";
import { counted } from "../format/amounts.ts";
import { useAnswer } from "../state/answer.ts";
import { useKeys } from "../state/keys.ts";
import { change, parameters, withArguments } from "../state/location.ts";
import { pageHref, queryHref, tableHref } from "../state/place.ts";

const sql =
  "SELECT path, size_bytes, content_type, captured_at, session_id, id\nFROM files\nORDER BY path, captured_at";

export function FilesPage({ bundle }: { readonly bundle: string }) {
  const folder = parameters.value.get("folder") ?? "";
  const chosen = parameters.value.get("file");
  const level = useAnswer({
    key: `files ${bundle} ${folder}`,
    load: (signal) => endpoint<Files>(bundle, "files", { folder }, signal),
  });
  const file = useAnswer(
    chosen === null
      ? null
      : {
          key: `file ${bundle} ${chosen}`,
          load: (signal) => endpoint<FileContent>(bundle, "file", { id: chosen }, signal),
        },
  );
  useFileKeys(level.value?.files ?? [], chosen);
  return (
    <Panes
      name="files"
      leftTitle="folders"
      narrow={chosen === null ? "left" : "middle"}
      left={
        <div class="column">
          <div class="toolbar">
            <h1>Files</h1>
            <a class="aside" href={queryHref(bundle, sql)}>
              as SQL
            </a>
          </div>
          <Crumbs folder={folder} />
          <With of={level} wait="Reading the folder">
            {(files) => <Level bundle={bundle} level={files} chosen={chosen} />}
          </With>
        </div>
      }
      middle={
        chosen === null ? (
          <Empty>
            <p>Choose a file on the left. Those of one path that differ are listed beside its content.</p>
          </Empty>
        ) : (
          <With of={file} wait="Reading the file">
            {(content) => <FileView bundle={bundle} content={content} />}
          </With>
        )
      }
    />
  );
}

function Crumbs({ folder }: { readonly folder: string }) {
  const parts = folder === "" ? [] : folder.split("/");
  return (
    <p class="crumbs">
      <a href={withArguments({ folder: null })}>all</a>
      {parts.map((part, at) => (
        <span key={parts.slice(0, at + 1).join("/")}>
          {" / "}
          <a href={withArguments({ folder: parts.slice(0, at + 1).join("/") })}>{part}</a>
        </span>
      ))}
    </p>
  );
}

interface LevelProps {
  readonly bundle: string;
  readonly level: Files;
  readonly chosen: string | null;
}

function Level({ bundle, level: { folder, folders, files, truncated }, chosen }: LevelProps) {
  if (folders.length + files.length === 0) {
    return (
      <Empty>
        <p>
          No file is in here. Artifacts that nobody claimed stand in{" "}
          <a href={tableHref(bundle, "documents")}>documents</a>; what was imported, in{" "}
          <a href={pageHref(bundle, "overview")}>the overview</a>.
        </p>
      </Empty>
    );
  }
  const inside = (name: string) => (folder === "" ? name : `${folder}/${name}`);
  return (
    <div class="scroll">
      {folders.map(({ name, file_count, size_bytes }) => (
        <a
          key={`/${name}`}
          class="row"
          href={withArguments({ folder: inside(name) })}
          title={counted(file_count, "file")}
        >
          <span class="file-mark dim">/</span>
          <span class="file-name">{name}/</span>
          <span class="dim number">{file_count}</span>
          <span class="file-size dim">
            <Bytes size={size_bytes} />
          </span>
        </a>
      ))}
      {files.map((file) => (
        <FileRow key={file.id} file={file} isChosen={String(file.id) === chosen} />
      ))}
      {truncated && (
        <p class="cut">
          The folder holds more; <a href={tableHref(bundle, "files", { path__startswith: folder })}>all as a table</a>.
        </p>
      )}
    </div>
  );
}

function FileRow({ file, isChosen }: { readonly file: FileEntry; readonly isChosen: boolean }) {
  return (
    <a
      class="row"
      href={withArguments({ file: String(file.id) })}
      title={file.path}
      aria-current={isChosen ? "true" : undefined}
    >
      <span class="file-mark" />
      <span class="file-name">{file.path.slice(file.path.lastIndexOf("/") + 1)}</span>
      {file.version_count > 1 && <span class="dim">{counted(file.version_count, "version")}</span>}
      <span class="file-size dim">
        <Bytes size={file.size_bytes} />
      </span>
    </a>
  );
}

function useFileKeys(files: readonly FileEntry[], chosen: string | null): void {
  const place = files.findIndex(({ id }) => String(id) === chosen);
  const show = (index: number) => {
    const file = files[index];
    if (file !== undefined) change({ file: String(file.id) }, "replace");
  };
  useKeys("Files", [
    { key: "j", does: "next file", run: () => show(place + 1) },
    { key: "k", does: "previous file", run: () => show(place - 1) },
    { key: "Escape", does: "close the file", run: () => change({ file: null }) },
  ]);
}
