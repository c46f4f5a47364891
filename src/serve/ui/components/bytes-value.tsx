// Bytes: an image when their first bytes say so, else their size and a way to save them.

import { useEffect, useState } from "preact/hooks";
import type { Base64 } from "../api/rows.ts";
import { bytes as sizeText } from "../format/amounts.ts";

export function BytesValue({ bytes }: { readonly bytes: Base64 }) {
  const [address, setAddress] = useState<string | null>(null);
  const content = Uint8Array.from(atob(bytes.encoded), (character) => character.charCodeAt(0));
  const type = imageType(content);
  useEffect(() => {
    const url = URL.createObjectURL(new Blob([content], { type: type ?? "application/octet-stream" }));
    setAddress(url);
    return () => URL.revokeObjectURL(url);
  }, [bytes.encoded]);
  return (
    <div class="bytes">
      {type !== null && address !== null && <img src={address} alt="What the bytes show" />}
      <p>
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
