// Tilde encoding of names in paths, as Datasette writes them; the server has the same on its side.

const encoder = new TextEncoder();

export function tildeEncode(text: string): string {
  let encoded = "";
  for (const byte of encoder.encode(text)) {
    const character = String.fromCharCode(byte);
    if (/[A-Za-z0-9_-]/.test(character)) encoded += character;
    else encoded += character === " " ? "+" : `~${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return encoded;
}

export function tildeDecode(text: string): string {
  const percents = text
    .replaceAll("+", " ")
    .replace(/%(?![0-9A-Fa-f]{2})/g, "%25")
    .replace(/~([0-9A-Fa-f]{2})/g, "%$1");
  try {
    return decodeURIComponent(percents);
  } catch {
    // No UTF-8: such a name is none of ours, and looking it up will say so.
    return text;
  }
}
