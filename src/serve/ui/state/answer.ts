// Loads what a component shows: cached by key, aborted when nobody looks any more, the old value kept while the new one comes.

import { useEffect, useState } from "preact/hooks";

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

const cacheSize = 300;
const cache = new Map<string, unknown>();

export function useAnswer<T>(wanted: Loading<T> | null): Loaded<T> {
  const [state, setState] = useState<{ key: string | null; value: T | undefined; error: Error | null }>({
    key: null,
    value: undefined,
    error: null,
  });
  const [attempt, setAttempt] = useState(0);
  const key = wanted?.key ?? null;
  useEffect(() => {
    if (wanted === null || cache.has(wanted.key)) return;
    const abort = new AbortController();
    remember(wanted, abort.signal).then(
      (value) => setState({ key: wanted.key, value, error: null }),
      (error: unknown) => {
        if (!abort.signal.aborted) setState({ key: wanted.key, value: undefined, error: asError(error) });
      },
    );
    return () => abort.abort();
  }, [key, attempt]);
  const retry = () => setAttempt((count) => count + 1);
  if (key !== null && cache.has(key)) {
    const value = cache.get(key) as T;
    if (state.key !== key || state.value !== value) state.value = value;
    return { value, isStale: false, error: null, isLoading: false, retry };
  }
  const isCurrent = state.key === key;
  return {
    value: state.value,
    isStale: !isCurrent,
    error: isCurrent ? state.error : null,
    isLoading: key !== null && !(isCurrent && state.error !== null),
    retry,
  };
}

/** The value from the cache or from the loader. */
export async function remember<T>(wanted: Loading<T>, signal: AbortSignal): Promise<T> {
  if (cache.has(wanted.key)) return cache.get(wanted.key) as T;
  const value = await wanted.load(signal);
  cache.set(wanted.key, value);
  for (const old of cache.keys()) {
    if (cache.size <= cacheSize) break;
    cache.delete(old);
  }
  return value;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
