// The rows of a table: the first page, and those after it, each fetched when its place comes near.

import { useEffect, useState } from "preact/hooks";
import { table as loadTable, type TableAnswer } from "../api/client.ts";
import type { Row } from "../api/rows.ts";

export const pageSize = "200";

export interface Following {
  readonly rows: readonly Row[];
  readonly error: Error | null;
  readonly want: (last: number) => void;
}

export function useFollowing(
  bundle: string,
  table: string,
  asked: Readonly<Record<string, readonly string[]>>,
  first: TableAnswer | undefined,
): Following {
  const [state, setState] = useState<{
    of: TableAnswer | undefined;
    rows: readonly Row[];
    next: string | null;
    isBusy: boolean;
    error: Error | null;
  }>({
    of: undefined,
    rows: [],
    next: null,
    isBusy: false,
    error: null,
  });
  useEffect(() => {
    if (first !== undefined) setState({ of: first, rows: first.rows, next: first.next, isBusy: false, error: null });
  }, [first]);
  const current =
    first !== undefined && state.of !== first ? { ...state, of: first, rows: first.rows, next: first.next } : state;
  const want = (last: number) => {
    const { next, rows, of } = current;
    if (state.isBusy || state.error !== null || next === null || last < rows.length - 60 || state.of !== first) return;
    setState({ ...current, isBusy: true });
    loadTable(bundle, table, { ...asked, _size: pageSize, _next: next, _nocount: "1", _nofacet: "1" }).then(
      (page) =>
        setState((now) =>
          now.of === of ? { of, rows: [...rows, ...page.rows], next: page.next, isBusy: false, error: null } : now,
        ),
      (error: unknown) =>
        setState((now) => ({
          ...now,
          isBusy: false,
          error: error instanceof Error ? error : new Error(String(error)),
        })),
    );
  };
  return { rows: current.rows, error: current.error, want };
}
