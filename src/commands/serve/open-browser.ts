// Opens an address in the user's browser, where there is one.

const openers: Readonly<Record<string, readonly string[]>> = {
  darwin: ["open"],
  win32: ["cmd", "/c", "start", ""],
  linux: ["xdg-open"],
};

export function openBrowser(url: string): void {
  const opener = openers[process.platform];
  // A session without a screen has no browser that could be seen.
  const hasScreen = process.platform !== "linux" || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
  if (opener === undefined || !hasScreen || Bun.which(opener[0] ?? "") === null) return;
  Bun.spawn([...opener, url], { stdio: ["ignore", "ignore", "ignore"] }).unref();
}
