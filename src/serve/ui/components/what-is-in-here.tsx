// What was imported, by whom it was read, and what could not be read.

import { counted } from "../format/amounts.ts";
import { type Contents, contents } from "../queries/overview.ts";
import { useAnswer } from "../state/answer.ts";
import { tableHref } from "../state/place.ts";
import { With } from "./notice.tsx";
import { Field } from "./record.tsx";
import { Amount, Bytes, Status } from "./values.tsx";

export function WhatIsInHere({ bundle }: { readonly bundle: string }) {
  const found = useAnswer(contents(bundle));
  return (
    <With of={found} wait="Reading what was imported">
      {(inside) => (
        <div class="side-by-side">
          <Sources bundle={bundle} inside={inside} />
          <Issues bundle={bundle} inside={inside} />
          <About bundle={bundle} inside={inside} />
        </div>
      )}
    </With>
  );
}

interface InsideProps {
  readonly bundle: string;
  readonly inside: Contents;
}

function Sources({ bundle, inside: { sources } }: InsideProps) {
  return (
    <section>
      <h2>
        Sources{" "}
        <a href={tableHref(bundle, "sources")}>
          {counted(
            sources.reduce((sum, group) => sum + group.sources, 0),
            "source",
          )}
        </a>
      </h2>
      <table class="grid">
        <thead>
          <tr>
            <th scope="col">importer</th>
            <th scope="col">status</th>
            <th scope="col" class="num">
              sources
            </th>
            <th scope="col" class="num">
              rows
            </th>
            <th scope="col" class="num">
              size
            </th>
          </tr>
        </thead>
        <tbody>
          {sources.map((group) => (
            <tr key={`${group.importer} ${group.status}`}>
              <th scope="row">
                <a href={tableHref(bundle, "sources", { importer: group.importer })}>{group.importer}</a>
              </th>
              <td>
                <Status status={group.status} />
              </td>
              <td class="num">
                <Amount value={group.sources} />
              </td>
              <td class="num">
                <Amount value={group.rows} />
              </td>
              <td class="num">
                <Bytes size={group.sizeBytes} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Issues({ bundle, inside: { issues } }: InsideProps) {
  const total = issues.reduce((sum, group) => sum + group.count, 0);
  return (
    <section>
      <h2>
        Issues of the import {total > 0 && <a href={tableHref(bundle, "import_issues")}>{counted(total, "issue")}</a>}
      </h2>
      {total === 0 && <p class="dim">Everything was read as expected.</p>}
      <ul class="issues">
        {issues.map(({ severity, code, count, message }) => (
          <li key={`${severity} ${code}`}>
            <span class={`tag ${/error|data_loss/.test(severity) ? "bad" : severity === "warning" ? "warn" : ""}`}>
              {severity}
            </span>{" "}
            <a href={tableHref(bundle, "import_issues", { code })}>{code}</a> <span class="number">×{count}</span>
            <p class="dim">{message}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

const told = [
  "description",
  "tags",
  "created_at",
  "source_directory",
  "fidelity",
  "dbundle_version",
  "wink_version",
  "experiment_name",
  "experiment_tag",
  "bundle_id",
];

function About({ bundle, inside: { meta } }: InsideProps) {
  return (
    <section>
      <h2>
        About this bundle <a href={tableHref(bundle, "bundle_meta")}>as a row</a>
      </h2>
      <dl class="fields">
        {told
          .filter((name) => meta[name] !== null && meta[name] !== undefined)
          .map((name) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <Field bundle={bundle} name={name} cell={meta[name] ?? null} />
              </dd>
            </div>
          ))}
      </dl>
    </section>
  );
}
