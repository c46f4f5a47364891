export function SessionsPage({ bundle }: { bundle: string; session: string | null }) {
  return <p>{bundle}</p>;
}
