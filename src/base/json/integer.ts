// The exact integer that a JSON number stands for.

const INT64_MINIMUM = -(2n ** 63n);
const INT64_MAXIMUM = 2n ** 63n - 1n;
/** Any number token of at most this many digits without fraction or exponent is below 2^53. */
const SAFE_LENGTH = 15;
/** No int64 has more digits. */
const INT64_DIGITS = 19;

/**
 * The integer of a valid JSON number token: a bigint beyond ±(2^53 - 1), null when its exact value is no integer or lies
 * outside int64. `12.0` and `1e3` are integers; `-0` is 0.
 */
export function exactInteger(token: string): number | bigint | null {
  if (token.length <= SAFE_LENGTH) {
    const value = Number(token);
    // A short token can still be inexact: 1e22 is safe to test, 1e-400 reads as 0.
    if (Number.isSafeInteger(value) && !/[.eE]/.test(token)) return value + 0;
  }
  const value = exactValue(token);
  if (value === null || value < INT64_MINIMUM || value > INT64_MAXIMUM) return null;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** The value when it is an integer of at most 19 digits. */
function exactValue(token: string): bigint | null {
  const mark = token.search(/[eE]/);
  const mantissa = mark < 0 ? token : token.slice(0, mark);
  const exponent = mark < 0 ? 0 : Number(token.slice(mark + 1));
  const negative = mantissa.startsWith("-");
  const point = mantissa.indexOf(".");
  const digits = mantissa.replace("-", "").replace(".", "");
  const fractionLength = point < 0 ? 0 : mantissa.length - point - 1;

  const first = firstNonZero(digits);
  if (first === digits.length) return 0n;
  const end = lastNonZero(digits) + 1;
  const zeros = exponent - fractionLength + (digits.length - end);
  if (zeros < 0 || end - first + zeros > INT64_DIGITS) return null;
  const magnitude = BigInt(digits.slice(first, end) + "0".repeat(zeros));
  return negative ? -magnitude : magnitude;
}

function firstNonZero(digits: string): number {
  let at = 0;
  while (at < digits.length && digits.charCodeAt(at) === 0x30) at += 1;
  return at;
}

function lastNonZero(digits: string): number {
  let at = digits.length - 1;
  while (at > 0 && digits.charCodeAt(at) === 0x30) at -= 1;
  return at;
}
