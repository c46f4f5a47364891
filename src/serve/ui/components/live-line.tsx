// One quiet line at the bottom, there only while it has something to say: a file changed, or the server is gone.

import { useEffect, useState } from "preact/hooks";
import { clock } from "../format/times.ts";
import { listenNow, loss, type News, news } from "../state/live.ts";
import { place } from "../state/location.ts";
import { bundleOf } from "../state/place.ts";
import { zone } from "../state/settings.ts";

export function LiveLine() {
  const isLost = loss.value !== null;
  const told = news.value;
  return (
    <div role="status">
      {isLost ? (
        <Lost />
      ) : (
        told !== null && <p class="live-line">{sentence(told, bundleOf(place.value) === told.name)}</p>
      )}
    </div>
  );
}

function sentence({ kind, name, at }: News, isShown: boolean): string {
  const time = clock(at, zone.value, 0);
  if (kind === "added") return `${name} appeared at ${time}.`;
  if (!isShown) return `${name} was ${kind === "removed" ? "removed" : "written anew"} at ${time}.`;
  if (kind === "removed") return `${name} was removed at ${time}. What is shown is what was read before.`;
  return `${name} was written anew at ${time}. This is its new state.`;
}

function Lost() {
  const now = useSeconds();
  const lost = loss.value;
  if (lost === null) return null;
  const seconds = Math.max(0, Math.ceil((lost.nextTry - now) / 1000));
  return (
    <p class="live-line live-lost">
      <span>
        The server has not answered since {clock(lost.since, zone.value, 0)}. What is shown may be old.{" "}
        <span aria-hidden="true">{seconds === 0 ? "Trying again…" : `Trying again in ${seconds} s.`}</span>
      </span>
      <button type="button" class="link" onClick={listenNow}>
        Try now
      </button>
    </p>
  );
}

function useSeconds(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  return now;
}
