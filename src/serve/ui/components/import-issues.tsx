// What could not be read as expected: how often, what it means, and what to do next.

import type { IssueGroup } from "../../api/types.ts";
import { counted, exactNumber } from "../format/amounts.ts";
import { tableHref } from "../state/place.ts";

interface ImportIssuesProps {
  readonly bundle: string;
  readonly issues: readonly IssueGroup[];
}

const shown = 6;

export function ImportIssues({ bundle, issues }: ImportIssuesProps) {
  const total = issues.reduce((sum, { issue_count }) => sum + issue_count, 0);
  return (
    <section>
      <h2>
        Issues of the import{" "}
        {total > 0 && <a href={tableHref(bundle, "import_issues", { _facet: "code" })}>{counted(total, "issue")}</a>}
      </h2>
      {total === 0 && <p class="dim">Everything was read as expected.</p>}
      <ul class="issues">
        {issues.slice(0, shown).map((issue) => (
          <Issue key={`${issue.severity} ${issue.code}`} bundle={bundle} issue={issue} />
        ))}
      </ul>
      {issues.length > shown && (
        <p class="after-list">
          <a href={tableHref(bundle, "import_issues", { _facet: "code" })}>
            {counted(issues.length - shown, "more kind")}
          </a>
        </p>
      )}
    </section>
  );
}

function Issue({ bundle, issue }: { readonly bundle: string; readonly issue: IssueGroup }) {
  const { severity, code, issue_count: count, message } = issue;
  const step = nextStep(bundle, issue);
  return (
    <li>
      <span class={`tag ${tones[severity]}`}>{severity}</span> <code>{code}</code>
      {count > 1 && <span class="dim"> {exactNumber(count)} times</span>}
      <p>
        {message} <a href={step.href}>{step.words}</a>
      </p>
    </li>
  );
}

const tones: Readonly<Record<IssueGroup["severity"], string>> = {
  error: "bad",
  data_loss: "bad",
  warning: "warn",
  info: "",
};

interface NextStep {
  readonly words: string;
  readonly href: string;
}

function nextStep(bundle: string, { code, severity, issue_count: count }: IssueGroup): NextStep {
  const where = tableHref(bundle, "import_issues", { code });
  if (code === "opaque.unclaimed") {
    return { words: "See which files", href: tableHref(bundle, "sources", { importer: "opaque" }) };
  }
  if (/too-(large|long|many|deep)|ratio$/.test(code)) {
    return { words: "See where; an option of dbundle create raises the limit", href: where };
  }
  if (severity === "error" || severity === "data_loss") {
    return {
      words: count === 1 ? "See the record as it is written" : "See the records as they are written",
      href: where,
    };
  }
  return { words: "See where", href: where };
}
