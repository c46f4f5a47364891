// Whose queries run when there are more of them than places.

import { expect, test } from "bun:test";
import { asClient, Turnstile } from "../../src/operations/serving.ts";

/** Work that ends when it is told to. */
function works(turnstile: Turnstile) {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const begin = (client: string, name: string, signal?: AbortSignal) =>
    asClient(client, () =>
      turnstile.pass(() => {
        begun.push(name);
        return new Promise<void>((resolve) => ends.set(name, resolve));
      }, signal),
    );
  const end = (name: string) => ends.get(name)?.();
  return { begun, begin, end };
}

test("the last place is kept for a client that has nothing running", async () => {
  const { begun, begin, end } = works(new Turnstile({ places: 2, reserved: 1, longestWaitMs: 10_000 }));
  const crowd = ["a1", "a2", "a3"].map((name) => begin("a", name));
  const other = begin("b", "b1");
  await new Promise(setImmediate);
  expect(begun).toEqual(["a1", "b1"]);
  end("b1");
  await other;
  expect(begun).toEqual(["a1", "b1"]);
  for (const [at, name] of ["a1", "a2", "a3"].entries()) {
    end(name);
    await crowd[at];
  }
  expect(begun).toEqual(["a1", "b1", "a2", "a3"]);
});

test("who has nothing running comes before who has", async () => {
  const { begun, begin, end } = works(new Turnstile({ places: 1, longestWaitMs: 10_000 }));
  const first = begin("a", "a1");
  const rest = [begin("a", "a2"), begin("b", "b1")];
  end("a1");
  await first;
  end("a2");
  await rest[0];
  end("b1");
  await rest[1];
  expect(begun).toEqual(["a1", "a2", "b1"]);

  const two = works(new Turnstile({ places: 2, longestWaitMs: 10_000 }));
  const all = [two.begin("a", "a1"), two.begin("a", "a2"), two.begin("a", "a3"), two.begin("b", "b1")];
  two.end("a1");
  await all[0];
  expect(two.begun).toEqual(["a1", "a2", "b1"]);
  for (const name of ["a2", "b1"]) two.end(name);
  await Promise.all([all[1], all[3]]);
  two.end("a3");
  await all[2];
});

test("who leaves while waiting takes no place, and who waits too long is told so", async () => {
  const { begin, end, begun } = works(new Turnstile({ places: 1, longestWaitMs: 20 }));
  const first = begin("a", "a1");
  const leaving = new AbortController();
  const left = begin("b", "b1", leaving.signal);
  const late = begin("c", "c1");
  leaving.abort();
  await expect(left).rejects.toMatchObject({ kind: "cancelled" });
  await expect(late).rejects.toThrow("The server is busy");
  end("a1");
  await first;
  expect(begun).toEqual(["a1"]);
});
