export function TablesPage({ bundle }: { bundle: string }) {
  return <p>{bundle}</p>;
}
