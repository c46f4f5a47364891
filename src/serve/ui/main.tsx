// The page: mounts the application and lets links of our own move it without a reload.

import { render } from "preact";
import { App } from "./app.tsx";
import { listenToKeys } from "./state/keys.ts";
import { listenToLocation } from "./state/location.ts";
import { applySettings } from "./state/settings.ts";

applySettings();
listenToLocation();
listenToKeys();

const root = document.getElementById("page");
if (root === null) throw new Error("The page has no element to mount in.");
render(<App />, root);
