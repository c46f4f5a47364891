// The page: mounts the application and lets links of our own move it without a reload.

import { render } from "preact";
import { App } from "./app.tsx";
import { LiveLine } from "./components/live-line.tsx";
import { listenToKeys } from "./state/keys.ts";
import { listenToServer } from "./state/live.ts";
import { listenToLocation } from "./state/location.ts";
import { applySettings } from "./state/settings.ts";

applySettings();
listenToLocation();
listenToKeys();
listenToServer();

const root = document.getElementById("page");
if (root === null) throw new Error("The page has no element to mount in.");
render(
  <>
    <App />
    <LiveLine />
  </>,
  root,
);
