// Bytes: an image when their first bytes say so, else their size and a way to save them.

import { useEffect, useState } from "preact/hooks";
import type { Base64 } from "../api/rows.ts";
import { bytes as sizeText } from "../format/amounts.ts";

export function BytesValue({ bytes }: { readonly bytes: Base64 }) {
  const [address, setAddress] = useState<string | null>(null);
  const [isBroken, setBroken] = useState(false);
  const content = Uint8Array.from(atob(bytes.encoded), (character) => character.charCodeAt(0));
  const type = imageType(content);
  useEffect(() => {
    const url = URL.createObjectURL(new Blob([content], { type: type ?? "application/octet-stream" }));
    setAddress(url);
    setBroken(false);
    return () => URL.revokeObjectURL(url);
  }, [bytes.encoded]);
  return (
    <div class="bytes">
      {type !== null && address !== null && !isBroken && (
        <img src={address} alt="What the bytes show" onError={() => setBroken(true)} />
      )}
      {(type === null || isBroken) && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <section class="scroll-x" tabIndex={0} aria-label="The bytes as numbers">
          <pre class="hex">{hexLines(content.subarray(0, bytesShown))}</pre>
        </section>
      )}
      <p>
        {isBroken && `Begins as ${type}, but cannot be drawn. `}
        {content.length > bytesShown && (type === null || isBroken) && `The first ${bytesShown} bytes of `}
        {sizeText(content.length)}{" "}
        {address !== null && (
          <a href={address} download="content.bin">
            save
          </a>
        )}
      </p>
    </div>
  );
}

const bytesShown = 256;

/** Sixteen bytes a line, as numbers and, where they are such, as letters. */
function hexLines(content: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < content.length; at += 16) {
    const some = [...content.subarray(at, at + 16)];
    const numbers = some.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const letters = some.map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : "·")).join("");
    lines.push(`${at.toString(16).padStart(4, "0")}  ${numbers.padEnd(47)}  ${letters}`);
  }
  return lines.join("\n");
}

const magics: readonly (readonly [type: string, at: number, bytes: readonly number[]])[] = [
  ["image/png", 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ["image/jpeg", 0, [0xff, 0xd8, 0xff]],
  ["image/gif", 0, [0x47, 0x49, 0x46, 0x38]],
  ["image/webp", 8, [0x57, 0x45, 0x42, 0x50]],
];

/** Only these four are ever given a type: none of them can run anything. */
function imageType(content: Uint8Array): string | null {
  const found = magics.find(([, at, magic]) => magic.every((byte, place) => content[at + place] === byte));
  return found?.[0] ?? null;
}
