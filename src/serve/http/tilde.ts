// Tilde encoding, as Datasette writes names into paths: no server or proxy on the way takes it apart.

const encoder = new TextEncoder();

/** An empty name is "~"; a name that is "-" is encoded too, for that begins the server's own addresses. */
export function tildeEncode(text: string): string {
  if (text === "") return "~";
  if (text === "-") return "~2D";
  let encoded = "";
  for (const byte of encoder.encode(text)) {
    const character = String.fromCharCode(byte);
    if (/[A-Za-z0-9_-]/.test(character)) encoded += character;
    else if (character === " ") encoded += "+";
    else encoded += `~${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return encoded;
}

/** What is not encoded stands for itself. */
export function tildeDecode(text: string): string {
  if (text === "~") return "";
  if (!/[~+]/.test(text)) return text.toWellFormed();
  const bytes: number[] = [];
  for (let at = 0; at < text.length; ) {
    const hex = text[at] === "~" ? /^[0-9A-Fa-f]{2}/.exec(text.slice(at + 1, at + 3))?.[0] : undefined;
    if (hex !== undefined) {
      bytes.push(Number.parseInt(hex, 16));
      at += 3;
    } else {
      const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
      bytes.push(...encoder.encode(character === "+" ? " " : character));
      at += character.length;
    }
  }
  return new TextDecoder().decode(new Uint8Array(bytes));
}
