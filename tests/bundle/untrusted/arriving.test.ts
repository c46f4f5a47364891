import { expect, test } from "bun:test";
import { ArrivingAnswer, drain, unread } from "../../../src/bundle/untrusted/arriving.ts";
import { encodeFrame, type Frame, FrameAssembler, FrameKind } from "../../../src/bundle/untrusted/frames.ts";

/** What a child would send: each body a frame of rows, and then the end. */
async function* answering(bodies: readonly unknown[], left: () => void) {
  try {
    for (const body of bodies) yield frameOf(body);
    return unread;
  } finally {
    left();
  }
}

function frameOf(body: unknown): Frame {
  const frames = new FrameAssembler();
  frames.push(encodeFrame(FrameKind.rows, body));
  const frame = frames.shift();
  if (frame === null) throw new Error("One whole frame went in");
  return frame;
}

test("rows of several frames arrive in their order", async () => {
  const answer = new ArrivingAnswer();
  await drain(
    answering([[[1], [2]], [[3]]], () => {}),
    (frame) => answer.take(frame),
  );
  expect(answer.rows).toEqual([[1], [2], [3]]);
});

test("a child that sends something else than rows is left at once", async () => {
  let isLeft = false;
  const answer = new ArrivingAnswer();
  const frames = answering([{ not: "rows" }, [[1]]], () => {
    isLeft = true;
  });
  await expect(drain(frames, (frame) => answer.take(frame))).rejects.toThrow("something else than rows");
  expect(isLeft).toBe(true);
});
