// What is said where there are no rows: why, and what to try; or what failed, and how to go on.

import type { ComponentChildren } from "preact";
import { ApiError } from "../api/client.ts";
import type { Loaded } from "../state/answer.ts";

export function Empty({ children }: { readonly children: ComponentChildren }) {
  return <div class="notice">{children}</div>;
}

interface FailureProps {
  readonly error: Error;
  readonly retry?: () => void;
  /** What may help, beside trying again. */
  readonly hint?: ComponentChildren;
}

export function Failure({ error, retry, hint }: FailureProps) {
  return (
    <div class="notice notice-bad" role="alert">
      <p>{error.message}</p>
      {hint !== undefined && <p>{hint}</p>}
      {retry !== undefined && (
        <button type="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}

interface WithProps<T> {
  readonly of: Loaded<T>;
  /** What is being waited for, in a few words. */
  readonly wait: string;
  readonly children: (value: T) => ComponentChildren;
}

/** Shows what is known: the old value while a new one comes, a word where nothing came yet. */
export function With<T>({ of, wait, children }: WithProps<T>) {
  if (of.error !== null) return <Failure error={of.error} {...(isMissing(of.error) ? {} : { retry: of.retry })} />;
  if (of.value === undefined) return <div class="waiting">{wait}…</div>;
  return <>{children(of.value)}</>;
}

/** What the address names is not there; trying again would not help. */
export function isMissing(error: Error | null): boolean {
  return error instanceof ApiError && error.status === 404;
}
