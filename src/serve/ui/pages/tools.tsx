export function ToolsPage({ bundle }: { bundle: string }) {
  return <p>{bundle}</p>;
}
