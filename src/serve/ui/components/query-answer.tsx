// What stands under a statement: its answer, why there is none, or that it is still running.

import type { SchemaTable } from "../../api/types.ts";
import type { SqlProblem } from "../queries/sql-problem.ts";
import { addressesOf, type Statement, sourceOf, type TimedAnswer } from "../queries/statement.ts";
import type { Loaded } from "../state/answer.ts";
import { Empty } from "./notice.tsx";
import { QueryResult } from "./query-result.tsx";
import { QueryWait } from "./query-wait.tsx";
import { SqlFailure } from "./sql-failure.tsx";

interface QueryAnswerProps {
  readonly bundle: string;
  readonly statement: Statement;
  readonly answer: Loaded<TimedAnswer>;
  readonly problem: SqlProblem;
  readonly tables: readonly SchemaTable[];
  /** By the reader, before it was answered. */
  readonly isStopped: boolean;
  readonly onStop: () => void;
  readonly onRun: () => void;
}

export function QueryAnswerView(props: QueryAnswerProps) {
  const { bundle, statement, answer, problem, tables, isStopped, onStop, onRun } = props;
  if (isStopped) {
    return (
      <Empty>
        <p>Stopped before it was answered.</p>
        <button type="button" onClick={onRun}>
          Run it again
        </button>
      </Empty>
    );
  }
  if (answer.error !== null) {
    return (
      <SqlFailure bundle={bundle} statement={statement} error={answer.error} problem={problem} retry={answer.retry} />
    );
  }
  return (
    <>
      {(answer.value === undefined || answer.isStale) && <QueryWait onStop={onStop} />}
      {answer.value !== undefined && (
        <QueryResult
          bundle={bundle}
          statement={statement}
          answer={answer.value}
          isStale={answer.isStale}
          source={sourceOf(statement.sql, tables)}
          addresses={addressesOf(bundle, statement)}
        />
      )}
    </>
  );
}
