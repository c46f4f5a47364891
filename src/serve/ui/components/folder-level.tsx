// One folder: the way to it, the folders in it, its files.

import type { FileEntry, Files } from "../../api/types.ts";
import { counted } from "../format/amounts.ts";
import { withArguments } from "../state/location.ts";
import { tableHref } from "../state/place.ts";
import { Bytes, Unknown } from "./values.tsx";

interface FolderLevelProps {
  readonly bundle: string;
  readonly level: Files;
  /** The file whose path is shown, in whichever version. */
  readonly shown: number | null;
}

export function FolderLevel({ bundle, level: { folder, folders, files, truncated }, shown }: FolderLevelProps) {
  const inside = (name: string) => (folder === "" ? name : `${folder}/${name}`);
  return (
    <>
      {folder !== "" && <Crumbs folder={folder} />}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section class="scroll" tabIndex={0} aria-label="What is in the folder">
        {folders.map(({ name, file_count, size_bytes }) => (
          <a
            key={`/${name}`}
            class="row"
            href={withArguments({ folder: inside(name), file: null, against: null })}
            title={counted(file_count, "file")}
          >
            <span class="file-name folder-name">{name}/</span>
            <span class="file-count dim">{counted(file_count, "file")}</span>
            <span class="file-size dim">
              <Bytes size={size_bytes} />
            </span>
          </a>
        ))}
        {files.map((file) => (
          <FileRow key={file.id} file={file} isChosen={file.id === shown} />
        ))}
        {truncated && (
          <p class="cut">
            The folder holds more;{" "}
            <a href={tableHref(bundle, "files", folder === "" ? {} : { path__startswith: `${folder}/` })}>
              all as a table
            </a>
            .
          </p>
        )}
      </section>
    </>
  );
}

function Crumbs({ folder }: { readonly folder: string }) {
  const parts = folder.split("/");
  return (
    <p class="crumbs">
      <a href={withArguments({ folder: "", file: null, against: null })}>all files</a>
      {parts.map((part, at) => {
        const path = parts.slice(0, at + 1).join("/");
        return (
          <span key={path}>
            {" / "}
            {at === parts.length - 1 ? (
              <strong>{part}</strong>
            ) : (
              <a href={withArguments({ folder: path, file: null, against: null })}>{part}</a>
            )}
          </span>
        );
      })}
    </p>
  );
}

function FileRow({ file, isChosen }: { readonly file: FileEntry; readonly isChosen: boolean }) {
  const name = file.path.slice(file.path.lastIndexOf("/") + 1);
  return (
    <a
      class="row"
      href={withArguments({ file: String(file.id), against: null })}
      title={file.path}
      aria-current={isChosen ? "true" : undefined}
    >
      <span class="file-name">{name.trim() === "" ? <Unknown what="blank name" /> : name}</span>
      {file.version_count > 1 && <span class="file-count dim">{counted(file.version_count, "version")}</span>}
      <span class="file-size dim">
        <Bytes size={file.size_bytes} />
      </span>
    </a>
  );
}
