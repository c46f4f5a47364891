import { expect, test } from "bun:test";
import { sessionLabels } from "../../src/commands/viewing/session-labels.ts";

function labelled(...ids: (string | null)[]): (string | null)[] {
  const labels = sessionLabels(ids);
  return ids.map((id) => (id === null ? null : labels.of(id)));
}

test("sessions are called by eight digits of their ids where these differ", () => {
  expect(labelled("7d5c1f8e-0b43-4a9e-9c55-2f6f6e1d0a01", null, "8d5c1f8e-0b43-4a9e-9c55-2f6f6e1d0a01")).toEqual([
    "7d5c1f8e",
    null,
    "8d5c1f8e",
  ]);
});

test("where the beginnings are alike, the ends tell sessions apart", () => {
  expect(labelled("7d5c1f8e-0b43-4a9e-9c55-2f6f6e1d0a01", "7d5c1f8e-0b43-4a9e-9c55-2f6f6e1d0a02")).toEqual([
    "…f6f6e1d0a01",
    "…f6f6e1d0a02",
  ]);
});

test("short ids stand as they are, and what steers a terminal is escaped", () => {
  const ids = ["session-1", "session-2", "a\u001b[2J"];
  const labels = sessionLabels(ids);
  expect(ids.map(labels.of)).toEqual(["session-1", "session-2", "a\\x1b[2J"]);
  expect(labels.width).toBe(9);
});
