export function RowPage({ bundle }: { bundle: string; table: string; rowKey: string }) {
  return <p>{bundle}</p>;
}
