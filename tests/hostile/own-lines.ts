// Lines that a log must not hold, and lines as it should hold.

type Named = readonly [name: string, line: Buffer];

export function goodLines(count: number): string {
  return Array.from({ length: count }, (_, n) => `${logLine(`line ${n}`)}\n`).join("");
}

/** `message` stands between the quotes as it is. */
function logLine(message: string): string {
  return `{"timestamp":"2025-03-01T10:00:00.000000+00:00","level":"INFO","logger":"a.b","event":"e","message":"${message}","context":{"n":1}}`;
}

const text = (name: string, line: string): Named => [name, Buffer.from(line)];
/** A whole record whose message holds these bytes. */
const holding = (name: string, bytes: readonly number[]): Named => [
  name,
  Buffer.from(logLine(String.fromCharCode(...bytes)), "latin1"),
];

export const badLines: readonly Named[] = [
  text("a cut record", logLine("m").slice(0, -9)),
  text("a record twice", logLine("m").repeat(2)),
  text("a comma after the record", `${logLine("m")},`),
  text("a comment after the record", `${logLine("m")} // why`),
  text("a comma before the end", '{"level":"INFO","message":"m",}'),
  text("single quotes", "{'level':'INFO','message':'m'}"),
  text("bare keys", '{level:"INFO",message:"m"}'),
  text("NUL bytes after the record", `${logLine("m")}\0\0`),
  text("a hole of NUL bytes", "\0".repeat(4096)),
  text("a record separator", `\x1e${logLine("m")}`),
  text("a server sent event", `data: ${logLine("m")}`),
  text("an exception", "Traceback (most recent call last):"),
  text("a terminal title", "\x1b]0;title\x07\x1b[2J"),
  text("null", "null"),
  text("a number", "17"),
  text("a string", '"level"'),
  text("an array", "[1,2]"),
  text("Python's words", '{"level":"INFO","message":"m","context":{"a":True,"b":None}}'),
  text("a hexadecimal number", '{"level":"INFO","message":"m","context":{"a":0x1f}}'),
  text("a leading zero", '{"level":"INFO","message":"m","context":{"a":01}}'),
  text("an unknown escape", logLine("\\x41")),
  text("vertical tab between records", `${logLine("m")}\v\f${logLine("m")}`),
  text("brackets without end", "[".repeat(100_000)),
  text("a quote that stays open", `{"level":"INFO","message":"${"y".repeat(200_000)}`),
  holding("a tab in a string", [0x61, 0x09, 0x62]),
  holding("an escape in a string", [0x1b, 0x5b, 0x33, 0x31, 0x6d]),
  holding("a NUL in a string", [0x61, 0, 0x62]),
];

/** Not UTF-8: the record can be read all the same. */
export const repairedLines: readonly Named[] = [
  holding("Latin-1", [0x63, 0x61, 0x66, 0xe9]),
  holding("an overlong byte pair", [0xc0, 0x80]),
  holding("a surrogate in UTF-8", [0xed, 0xa0, 0x80]),
  holding("a character cut in two", [0xf0, 0x9f, 0x92]),
];
