// Failures whose messages differ only in numbers, ids, paths and times are the same failure.

import { excerpt } from "./text.ts";

/** What follows in a message is not looked at. */
const MAXIMUM_INPUT = 2000;
const MAXIMUM_LENGTH = 200;

/** The parts of a message that change, each with what stands for it; applied in this order. */
const CHANGING_PARTS: readonly (readonly [RegExp, string])[] = [
  // ANSI colours
  [/\u001b\[[0-9;]*m/g, ""],
  // https://host/v1/things?x=1: the host stays
  [/\b([a-z][a-z0-9+.-]{1,15}:\/\/[^\s/"'<>()]*)\/[^\s"'<>()]*[^\s"'<>().,:;]/gi, "$1<path>"],
  // C:\a\b.py
  [/\b[a-z]:\\[^\s"'<>|:*?]+/gi, "<path>"],
  // /a/b.py, ~/a, ./a, ../a
  [/(?<![\w./~<>)])(?:~|\.{1,2})?(?:\/[\w.@+~%=-]*[\w@+~%=-])+\/?/g, "<path>"],
  // notes/plan.md: a relative path is known by the ending of its last name; "and/or" is none
  [/(?<![\w./@+-])(?:[\w@+.-]+\/)+[\w@+.-]*\.[A-Za-z]\w{0,7}(?![\w/])/g, "<path>"],
  // 2026-11-21T07:43:40.928846+00:00, 2026-11-21, 07:43:40,928
  [/\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?(?!\w)/g, "<time>"],
  [/\b\d\d:\d\d:\d\d(?:[.,]\d+)?(?!\w)/g, "<time>"],
  // UUIDs, 0x7f3a, digests, and the random tail of ids such as toolu_01AbCdEf
  [/(?<![0-9a-z])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![0-9a-z])/gi, "<id>"],
  [/(?<![0-9a-z])0x[0-9a-f]+(?![0-9a-z])/gi, "<id>"],
  [/(?<![0-9a-z])(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,}(?![0-9a-z])/gi, "<id>"],
  [/(?<![0-9a-z])(?=[a-z]*\d)(?=\d*[a-z])[0-9a-z]{16,}(?![0-9a-z])/gi, "<id>"],
  // 50, 1,234.5, 10.0.0.1:8080, v1.2.3, 250ms; digits behind letters belong to a name: utf8, TS2345
  [/(?<![0-9a-z])(v?)\d+(?:[.,:]\d+)*(?:e[+-]?\d+)?/gi, "$1<n>"],
  [/\s+/g, " "],
];

/** The message with its changing parts as `<n>`, `<id>`, `<path>` and `<time>`, on one line, at most 200 characters. What is quoted stays, since it often names the cause. */
export function fingerprint(message: string): string {
  let folded = message.slice(0, MAXIMUM_INPUT);
  for (const [pattern, placeholder] of CHANGING_PARTS) folded = folded.replace(pattern, placeholder);
  return excerpt(folded.trim(), MAXIMUM_LENGTH);
}
