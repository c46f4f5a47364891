export function FilesPage({ bundle }: { bundle: string }) {
  return <p>{bundle}</p>;
}
