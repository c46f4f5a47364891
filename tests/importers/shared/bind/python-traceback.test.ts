import { expect, test } from "bun:test";
import { raisedException } from "../../../../src/importers/shared/bind/python-traceback.ts";

const HEAD = 'Traceback (most recent call last):\n  File "<string>", line 1, in <module>\n';

test("the exception is named with its message", () => {
  expect(raisedException(`${HEAD}ZeroDivisionError: division by zero\n`)).toEqual({
    type: "ZeroDivisionError",
    message: "ZeroDivisionError: division by zero",
  });
});

test("an exception without a message is its own message", () => {
  expect(raisedException(`${HEAD}TimeoutError\n`)).toEqual({ type: "TimeoutError", message: "TimeoutError" });
});

test("a syntax error's source lines are no part of its message", () => {
  expect(raisedException(`${HEAD}    x =\n       ^\nSyntaxError: invalid syntax\n`).message).toBe(
    "SyntaxError: invalid syntax",
  );
});

test("of a chain the last exception counts", () => {
  const chain = `${HEAD}KeyError: 'a'\n\nThe above exception was the direct cause of the following exception:\n\n${HEAD}app.Bad: b\n`;
  expect(raisedException(chain).type).toBe("app.Bad");
});

test("a traceback inside a message is part of the message", () => {
  expect(raisedException(`${HEAD}RuntimeError: the child said\n${HEAD}ValueError: x\n`).type).toBe("RuntimeError");
});

test("a text without a traceback has no type", () => {
  expect(raisedException("Container gone: 404\n")).toEqual({ type: null, message: "Container gone: 404" });
});
