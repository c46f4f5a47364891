// Why a statement has no answer: what SQLite says, the lines that it means, and what may have been meant.

import { ApiError } from "../api/client.ts";
import { linesOf, type Span, type SqlProblem, withWord } from "../queries/sql-problem.ts";
import type { Statement } from "../queries/statement.ts";
import { withArguments } from "../state/location.ts";
import { queryHref, tableHref } from "../state/place.ts";

interface SqlFailureProps {
  readonly bundle: string;
  readonly statement: Statement;
  readonly error: Error;
  readonly problem: SqlProblem;
  readonly retry: () => void;
}

export function SqlFailure({ bundle, statement, error, problem, retry }: SqlFailureProps) {
  const { sql } = statement;
  const isTimeout = error instanceof ApiError && error.isTimeout;
  // The same statement would only be refused again.
  const isWrong = error instanceof ApiError && error.status === 400 && !isTimeout;
  const lines = linesOf(sql, problem.spans);
  return (
    <div class="notice notice-bad sql-failure" role="alert">
      <p>{error.message}</p>
      {lines.length > 0 && lines.length <= 4 && (
        <div class="failing-lines">
          {lines.length > 1 && <p class="dim">It stands on more than one line:</p>}
          {lines.map((line) => (
            <FailingLine key={line} sql={sql} line={line} spans={problem.spans} />
          ))}
        </div>
      )}
      {problem.suggestions.length > 0 && (
        <p>
          Perhaps it is called{" "}
          {problem.suggestions.map((name, at) => (
            <span key={name}>
              {at > 0 && " or "}
              <a
                href={queryHref(bundle, withWord(sql, problem.spans, name), statement.values)}
                title="Run it with this"
              >
                <code>{name}</code>
              </a>
            </span>
          ))}
          .
        </p>
      )}
      {problem.homes.length > 0 && (
        <p>
          A column of this name is in{" "}
          {problem.homes.slice(0, 4).map((name, at) => (
            <span key={name}>
              {at > 0 && ", "}
              <a href={tableHref(bundle, name)}>
                <code>{name}</code>
              </a>
            </span>
          ))}
          {problem.homes.length > 4 && " and others"}.
        </p>
      )}
      {isTimeout && (
        <p>
          A condition or a LIMIT makes it shorter, and <a href={withArguments({ _view: "plan" })}>its plan</a> shows
          which tables it reads whole. <code>dbundle serve --sql-timeout</code> gives it more time.
        </p>
      )}
      {!isWrong && (
        <button type="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}

interface FailingLineProps {
  readonly sql: string;
  readonly line: number;
  readonly spans: readonly Span[];
}

function FailingLine({ sql, line, spans }: FailingLineProps) {
  const text = sql.split("\n")[line - 1] ?? "";
  const start =
    sql
      .split("\n")
      .slice(0, line - 1)
      .join("\n").length + (line > 1 ? 1 : 0);
  const here = spans.filter(({ from }) => from >= start && from <= start + text.length);
  let at = 0;
  return (
    <pre>
      <span class="dim">line {line} </span>
      {here.map(({ from, to }) => {
        const [first, last] = [from - start, Math.min(to - start, text.length)];
        const before = text.slice(at, first);
        at = last;
        return (
          <span key={from}>
            {before}
            <mark>{text.slice(first, last)}</mark>
          </span>
        );
      })}
      {text.slice(at)}
    </pre>
  );
}
