// What was imported, by whom it was read, and what could not be read.

import type { Overview } from "../../api/types.ts";
import { counted } from "../format/amounts.ts";
import { tableHref } from "../state/place.ts";
import { Field } from "./field.tsx";
import { ImportIssues } from "./import-issues.tsx";
import { Amount, Bytes, Status } from "./values.tsx";

interface InsideProps {
  readonly bundle: string;
  readonly overview: Overview;
}

export function WhatIsInHere({ bundle, overview }: InsideProps) {
  return (
    <>
      <Sources bundle={bundle} overview={overview} />
      <ImportIssues bundle={bundle} issues={overview.issues} />
      <About bundle={bundle} overview={overview} />
    </>
  );
}

const formatsShown = 8;

function Sources({ bundle, overview: { sources, counts } }: InsideProps) {
  return (
    <section>
      <h2>
        Sources <a href={tableHref(bundle, "sources")}>{counted(counts.source_count, "source")}</a>
      </h2>
      <table class="grid grid-fixed">
        <thead>
          <tr>
            <th scope="col">importer</th>
            <th scope="col" class="num amount-cell">
              sources
            </th>
            <th scope="col" class="num amount-cell">
              rows
            </th>
            <th scope="col" class="num amount-cell">
              size
            </th>
          </tr>
        </thead>
        <tbody>
          {sources.slice(0, formatsShown).map((group) => (
            <tr key={`${group.importer} ${group.status}`}>
              <th scope="row" title={group.importer}>
                <a href={tableHref(bundle, "sources", { importer: group.importer, status: group.status })}>
                  {group.importer}
                </a>{" "}
                {group.status !== "imported" && group.status !== group.importer && <Status status={group.status} />}
              </th>
              <td class="num">
                <Amount value={group.source_count} />
              </td>
              <td class="num">
                <Amount value={group.row_count} />
              </td>
              <td class="num">
                <Bytes size={group.size_bytes} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {sources.length > formatsShown && (
        <p class="after-list">
          <a href={tableHref(bundle, "sources", { _facet: "importer" })}>
            {counted(sources.length - formatsShown, "more line")} by importer
          </a>
        </p>
      )}
    </section>
  );
}

const told = [
  "description",
  "tags",
  "experiment_name",
  "experiment_tag",
  "source_directory",
  "created_at",
  "fidelity",
  "dbundle_version",
  "wink_version",
  "bundle_id",
] as const;

function About({ bundle, overview: { bundle: head } }: InsideProps) {
  return (
    <section>
      <h2>
        About this bundle <a href={tableHref(bundle, "bundle_meta")}>as a row</a>
      </h2>
      <dl class="fields">
        {told
          .filter((name) => head[name] !== null)
          .map((name) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <Field bundle={bundle} name={name} cell={head[name]} />
              </dd>
            </div>
          ))}
        {head.bundle_count > 1 && (
          <div>
            <dt>merged of</dt>
            <dd>
              <a href={tableHref(bundle, "bundles")}>{counted(head.bundle_count, "bundle")}</a>
            </dd>
          </div>
        )}
      </dl>
    </section>
  );
}
