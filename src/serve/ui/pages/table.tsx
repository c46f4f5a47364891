export function TablePage({ bundle }: { bundle: string; table: string }) {
  return <p>{bundle}</p>;
}
