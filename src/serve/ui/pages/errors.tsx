export function ErrorsPage({ bundle }: { bundle: string }) {
  return <p>{bundle}</p>;
}
