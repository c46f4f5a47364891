/** One after the other, `between` in their midst. */
export function joinBytes(parts: readonly Uint8Array[], between: string): Uint8Array<ArrayBuffer> {
  const separator = Buffer.from(between, "utf8");
  return Buffer.concat(parts.flatMap((part, at) => (at === 0 ? [part] : [separator, part])));
}
