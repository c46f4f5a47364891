// A long name of many parts: where there is no room for all of it, its last part stays in sight, as that tells it apart.

const worthSplitting = 18;
const longestTail = 24;

export function Clipped({ name }: { readonly name: string }) {
  const cut = Math.max(name.lastIndexOf("."), name.lastIndexOf("/"));
  const isSplit = name.length >= worthSplitting && cut > 0 && name.length - cut <= longestTail;
  if (!isSplit) return <>{name}</>;
  return (
    <span class="clipped">
      <span class="clipped-head">{name.slice(0, cut)}</span>
      <span class="clipped-tail">{name.slice(cut)}</span>
    </span>
  );
}
