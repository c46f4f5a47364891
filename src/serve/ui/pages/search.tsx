export function SearchPage({ bundle }: { bundle: string }) {
  return <p>{bundle}</p>;
}
