// Which page stands under which address.

import { useEffect } from "preact/hooks";
import { Header } from "./components/header.tsx";
import { Help } from "./components/help.tsx";
import { isMissing, With } from "./components/notice.tsx";
import { ErrorsPage } from "./pages/errors.tsx";
import { FilesPage } from "./pages/files.tsx";
import { HomePage } from "./pages/home.tsx";
import { LogsPage } from "./pages/logs.tsx";
import { OverviewPage } from "./pages/overview.tsx";
import { QueryPage } from "./pages/query.tsx";
import { RowPage } from "./pages/row.tsx";
import { SearchPage } from "./pages/search.tsx";
import { SessionsPage } from "./pages/sessions.tsx";
import { TablePage } from "./pages/table.tsx";
import { TablesPage } from "./pages/tables.tsx";
import { ToolsPage } from "./pages/tools.tsx";
import { NoBundle, UnknownPage } from "./pages/unknown.tsx";
import { databaseOf } from "./queries/bundles.ts";
import { useAnswer } from "./state/answer.ts";
import { place } from "./state/location.ts";
import { bundleOf, type Place } from "./state/place.ts";

export function App() {
  const here = place.value;
  const bundle = bundleOf(here);
  const title = titleOf(here);
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <>
      {bundle === null ? (
        <main class="main">
          <Page here={here} />
        </main>
      ) : (
        <Bundle key={bundle} bundle={bundle} here={here} />
      )}
      <Help />
    </>
  );
}

interface BundleProps {
  readonly bundle: string;
  readonly here: Place;
}

function Bundle({ bundle, here }: BundleProps) {
  const database = useAnswer(databaseOf(bundle));
  const isForeign = database.value?.kind === "foreign";
  if (isMissing(database.error)) {
    return (
      <main class="main">
        <NoBundle bundle={bundle} />
      </main>
    );
  }
  const fits = !isForeign || ["table", "row", "query", "unknown"].includes(here.page);
  return (
    <>
      <Header bundle={bundle} isForeign={isForeign} isKnown={database.value !== undefined} />
      <main class="main">
        <With of={database} wait="Opening">
          {() => (fits ? <Page here={here} /> : <TablesPage bundle={bundle} />)}
        </With>
      </main>
    </>
  );
}

function Page({ here }: { readonly here: Place }) {
  switch (here.page) {
    case "home":
      return <HomePage />;
    case "overview":
      return <OverviewPage bundle={here.bundle} />;
    case "sessions":
      return <SessionsPage bundle={here.bundle} session={here.item} />;
    case "logs":
      return <LogsPage bundle={here.bundle} />;
    case "errors":
      return <ErrorsPage bundle={here.bundle} />;
    case "tools":
      return <ToolsPage bundle={here.bundle} />;
    case "files":
      return <FilesPage bundle={here.bundle} />;
    case "tables":
      return <TablesPage bundle={here.bundle} />;
    case "query":
      return <QueryPage bundle={here.bundle} />;
    case "search":
      return <SearchPage bundle={here.bundle} />;
    case "table":
      return <TablePage key={here.table} bundle={here.bundle} table={here.table} />;
    case "row":
      return <RowPage bundle={here.bundle} table={here.table} rowKey={here.key} />;
    case "unknown":
      return <UnknownPage bundle={here.bundle} />;
  }
}

function titleOf(here: Place): string {
  if (here.page === "home") return "dbundle";
  if (here.page === "unknown") return "Not found · dbundle";
  if (here.page === "table" || here.page === "row") return `${here.table} · ${here.bundle}`;
  return `${here.page === "query" ? "SQL" : here.page} · ${here.bundle}`;
}
