// Changes bytes as damage and malice do; the same changes for the same seed.

/** A generator of whole numbers below a bound (mulberry32). */
export type Random = (below: number) => number;

export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** Numbers that lengths and offsets should not have. */
const extremes = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

/** Pieces of text that mean something to a reader of JSON, YAML or logs. */
const pieces = [
  "\n",
  "\r\n",
  "\0",
  '"',
  "\\",
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  "null",
  "1e999",
  "-0",
  "9".repeat(40),
  "\ud800",
  "\ufeff",
]
  .concat([
    "[".repeat(2000),
    '{"a":'.repeat(1200),
    "\\u0000",
    "\\ud800",
    "- ",
    "  ",
    "'",
    "&a",
    "*a",
    "<<: *a",
    "!!js",
    "%",
    "\x1b[2J",
    "é",
  ])
  .map((text) => Buffer.from(text));

type Mutation = (bytes: Buffer, random: Random, others: readonly Buffer[]) => Buffer;

const mutations: readonly Mutation[] = [
  function turnBit(bytes, random) {
    const changed = Buffer.from(bytes);
    const at = random(bytes.length);
    changed[at] = (changed[at] ?? 0) ^ (1 << random(8));
    return changed;
  },
  function setByte(bytes, random) {
    const changed = Buffer.from(bytes);
    changed[random(bytes.length)] = extremes[random(5)] ?? 0;
    return changed;
  },
  function cutOut(bytes, random) {
    const at = random(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random(200))]);
  },
  function cutOff(bytes, random) {
    return Buffer.from(bytes.subarray(0, random(bytes.length)));
  },
  function insertRandom(bytes, random) {
    const inserted = Buffer.from(Array.from({ length: 1 + random(30) }, () => random(256)));
    return inserted.length === 0 ? bytes : insertAt(bytes, random(bytes.length), inserted);
  },
  function insertPiece(bytes, random) {
    return insertAt(bytes, random(bytes.length), pieces[random(pieces.length)] ?? Buffer.alloc(0));
  },
  function repeat(bytes, random) {
    const at = random(bytes.length);
    return insertAt(bytes, at, bytes.subarray(at, at + 1 + random(400)));
  },
  function setNumber(bytes, random) {
    const changed = Buffer.from(bytes);
    const at = random(Math.max(1, bytes.length - 4));
    const number = extremes[random(extremes.length)] ?? 0;
    if (changed.length >= 4) random(2) === 0 ? changed.writeUInt32LE(number, at) : changed.writeUInt32BE(number, at);
    return changed;
  },
  function crossOver(bytes, random, others) {
    const other = others[random(others.length)] ?? bytes;
    return Buffer.concat([bytes.subarray(0, random(bytes.length)), other.subarray(random(other.length))]);
  },
  function overwrite(bytes, random, others) {
    const other = others[random(others.length)] ?? bytes;
    const changed = Buffer.from(bytes);
    const from = random(other.length);
    other.copy(changed, random(bytes.length), from, from + 1 + random(512));
    return changed;
  },
];

/** One to sixteen changes of `bytes`; `others` give what it is crossed with. */
export function mutated(bytes: Buffer, random: Random, others: readonly Buffer[]): Buffer {
  let changed = bytes;
  for (let left = [1, 1, 2, 4, 16][random(5)] ?? 1; left > 0 && changed.length > 0; left--) {
    const mutation = mutations[random(mutations.length)];
    if (mutation !== undefined) changed = mutation(changed, random, others);
  }
  return changed;
}

function insertAt(bytes: Buffer, at: number, inserted: Uint8Array): Buffer {
  return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at)]);
}
