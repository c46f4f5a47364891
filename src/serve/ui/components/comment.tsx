// What the schema says of a table or column; names between backticks are set as code.

export function Comment({ text }: { readonly text: string }) {
  return (
    <>
      {text.split("`").map((piece, at) => {
        const key = `${at}`;
        return at % 2 === 1 ? <code key={key}>{piece}</code> : <span key={key}>{piece}</span>;
      })}
    </>
  );
}
