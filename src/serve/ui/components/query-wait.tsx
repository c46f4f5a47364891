// While a statement runs: for how long already, and a way to stop it.

import { useEffect, useState } from "preact/hooks";

interface QueryWaitProps {
  readonly onStop: () => void;
}

export function QueryWait({ onStop }: QueryWaitProps) {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const begun = performance.now();
    const timer = setInterval(() => setSeconds(Math.floor((performance.now() - begun) / 1000)), 250);
    return () => clearInterval(timer);
  }, []);
  return (
    <p class="toolbar query-wait waiting" role="status">
      Running{seconds === 0 ? "…" : ` for ${seconds} s`}
      <button type="button" onClick={onStop}>
        Stop
      </button>
    </p>
  );
}
