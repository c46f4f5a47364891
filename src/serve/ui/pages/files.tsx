// Files that the agents left: a tree of folders, the content, the versions.

import type { FileContent, FileEntry, Files } from "../../api/types.ts";
import { FileView } from "../components/file-view.tsx";
import { FolderLevel } from "../components/folder-level.tsx";
import { Empty, isMissing, With } from "../components/notice.tsx";
import { Panes } from "../components/panes.tsx";
import { fileContent, filesSql, folderOf, openingFolder } from "../queries/files.ts";
import { type Loaded, type Loading, useAnswer } from "../state/answer.ts";
import { useKeys } from "../state/keys.ts";
import { change, parameters, withArguments } from "../state/location.ts";
import { pageHref, queryHref, tableHref } from "../state/place.ts";

export function FilesPage({ bundle }: { readonly bundle: string }) {
  const named = parameters.value.get("file");
  const namedFile = useAnswer(named === null ? null : fileContent(bundle, named));
  const level = useAnswer(levelFor(bundle, named, namedFile));
  const chosen = named ?? (level.isStale ? null : leadOf(level.value?.files ?? []));
  const file = useAnswer(chosen === null ? null : fileContent(bundle, chosen));
  const paths = level.value?.files ?? [];
  const shown = paths.find(({ path }) => path === file.value?.file.path) ?? null;
  useFileKeys(paths, shown);
  if (level.value?.folder === "" && isEmpty(level.value)) return <NoFiles bundle={bundle} />;
  return (
    <Panes
      name="files"
      leftTitle="folders"
      narrow={named === null ? "left" : "middle"}
      left={
        <div class="column">
          <div class="toolbar">
            <h1>Files</h1>
            <span class="aside">
              <a href={tableHref(bundle, "files")}>as a table</a>
              <a href={queryHref(bundle, filesSql)}>as SQL</a>
            </span>
          </div>
          <With of={level} wait="Reading the folder">
            {(files) => <FolderLevel bundle={bundle} level={files} shown={shown?.id ?? null} />}
          </With>
        </div>
      }
      middle={
        chosen === null ? (
          <Empty>
            <p>Choose a folder or a file on the left. Files of one path that differ are listed above the content.</p>
          </Empty>
        ) : isMissing(file.error) ? (
          <Empty>
            <p>
              There is no such file in this bundle: ids change when bundles are merged.{" "}
              <a href={withArguments({ file: null, against: null })}>Back to the folder</a>
            </p>
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

/** The folder that the address names, else the one of its file, else the first that is worth a look. */
function levelFor(bundle: string, named: string | null, file: Loaded<FileContent>): Loading<Files> | null {
  const folder = parameters.value.get("folder");
  if (folder !== null) return folderOf(bundle, folder);
  if (named === null || file.error !== null) return openingFolder(bundle);
  const path = file.value?.file.path;
  return path === undefined || file.isStale
    ? null
    : folderOf(bundle, path.slice(0, Math.max(0, path.lastIndexOf("/"))));
}

function isEmpty({ folders, files }: Files): boolean {
  return folders.length + files.length === 0;
}

/** What a wide screen shows before anything is chosen: a README, else the first file. */
function leadOf(files: readonly FileEntry[]): string | null {
  const lead = files.find(({ path }) => /(^|\/)readme/i.test(path)) ?? files[0];
  return lead === undefined ? null : String(lead.id);
}

function NoFiles({ bundle }: { readonly bundle: string }) {
  return (
    <div class="page">
      <h1>No file is in here</h1>
      <p>
        Only archives of a workspace and debug bundles hold files. Artifacts that nobody claimed stand in{" "}
        <a href={tableHref(bundle, "documents")}>documents</a>; what was imported, in{" "}
        <a href={pageHref(bundle, "overview")}>the overview</a>.
      </p>
    </div>
  );
}

function useFileKeys(files: readonly FileEntry[], shown: FileEntry | null): void {
  const place = shown === null ? -1 : files.indexOf(shown);
  const show = (index: number) => {
    const file = files[index];
    if (file !== undefined) change({ file: String(file.id), against: null }, "replace");
  };
  useKeys("Files", [
    { key: "j", does: "next file", run: () => show(place + 1) },
    { key: "k", does: "previous file", run: () => show(place - 1) },
    { key: "Escape", does: "back to the folder", run: () => change({ file: null, against: null }) },
  ]);
}
