import { expect, test } from "bun:test";
import { countTests } from "../../scripts/verify/tests.ts";

test("tests are counted out of the report, and those that did not run are named", () => {
  const report = `<?xml version="1.0"?>
    <testsuites tests="4"><testsuite name="a.test.ts">
      <testcase name="adds" file="a.test.ts" />
      <testcase name="keeps &quot;&lt;b&gt;&quot;" file="a.test.ts"><skipped /></testcase>
      <testsuite name="inner"><testcase name="fails" file="a.test.ts"><failure type="AssertionError" /></testcase></testsuite>
      <testcase name="works" file="b.test.ts" assertions="2" />
    </testsuite></testsuites>`;
  expect(countTests(report)).toEqual({ passed: 2, failed: 1, skipped: ['keeps "<b>" (a.test.ts)'] });
});
