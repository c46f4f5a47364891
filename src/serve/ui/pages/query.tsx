export function QueryPage({ bundle }: { bundle: string }) {
  return <p>{bundle}</p>;
}
