// Loads what a component shows: cached by key, aborted when nobody looks any more, the old value kept while the new one comes.

import { useEffect, useRef, useState } from "preact/hooks";
import { epoch } from "./epoch.ts";
import { NoAnswer } from "./no-answer.ts";
import { isSame } from "./same.ts";

export interface Loading<T> {
  /** Names what is loaded: equal keys, equal values. */
  readonly key: string;
  readonly load: (signal: AbortSignal) => Promise<T>;
}

export interface Loaded<T> {
  readonly value: T | undefined;
  /** The value is that of an earlier key. */
  readonly isStale: boolean;
  readonly error: Error | null;
  readonly isLoading: boolean;
  readonly retry: () => void;
}

interface Held {
  readonly value: unknown;
  readonly epoch: number;
}

const cacheSize = 200;
const cache = new Map<string, Held>();

export function useAnswer<T>(wanted: Loading<T> | null): Loaded<T> {
  const last = useRef<{ readonly key: string; readonly value: T } | null>(null);
  const [failure, setFailure] = useState<{ readonly key: string; readonly error: Error } | null>(null);
  const [attempt, setAttempt] = useState(0);
  const [, redraw] = useState(0);
  const key = wanted?.key ?? null;
  const now = epoch.value;
  useEffect(() => {
    if (wanted === null || cache.get(wanted.key)?.epoch === now) return;
    const abort = new AbortController();
    remember(wanted, abort.signal).then(
      () => {
        if (abort.signal.aborted) return;
        setFailure(null);
        redraw((count) => count + 1);
      },
      (error: unknown) => {
        if (!abort.signal.aborted) setFailure({ key: wanted.key, error: asError(error) });
      },
    );
    return () => abort.abort();
  }, [key, attempt, now]);
  const held = key === null ? undefined : cache.get(key);
  if (key !== null && held !== undefined) last.current = { key, value: held.value as T };
  const isCurrent = key !== null && last.current?.key === key;
  const error =
    failure !== null && failure.key === key && !(isCurrent && failure.error instanceof NoAnswer) ? failure.error : null;
  return {
    value: error === null ? last.current?.value : undefined,
    isStale: !isCurrent,
    error,
    isLoading: key !== null && held?.epoch !== now && error === null,
    retry: () => {
      setFailure(null);
      setAttempt((count) => count + 1);
    },
  };
}

/** The value from the cache or from the loader. What comes again as it was stays the same object. */
export async function remember<T>(wanted: Loading<T>, signal: AbortSignal): Promise<T> {
  const now = epoch.peek();
  const held = cache.get(wanted.key);
  if (held?.epoch === now) return held.value as T;
  const loaded = await wanted.load(signal);
  const value = held !== undefined && isSame(held.value, loaded) ? (held.value as T) : loaded;
  cache.delete(wanted.key);
  cache.set(wanted.key, { value, epoch: now });
  for (const old of cache.keys()) {
    if (cache.size <= cacheSize) break;
    cache.delete(old);
  }
  return value;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
