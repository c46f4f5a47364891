// Which Host headers are ours. A foreign site can point its own name at this machine, but not call itself 127.0.0.1.

import { networkInterfaces } from "node:os";

export interface HostRules {
  /** Address that the server listens on. */
  readonly host: string;
  readonly port: number;
  /** Further names, with or without a port, for a server behind another one. */
  readonly allowed: readonly string[];
}

export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
}

export function hostCheck({ host, port, allowed }: HostRules): (header: string | null) => boolean {
  const names = ["127.0.0.1", "localhost", "[::1]"];
  if (!isLoopback(host)) names.push(bracketed(host), ...(isEverywhere(host) ? ownAddresses() : []));
  const known = new Set(names.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`])));
  for (const name of allowed) known.add(name.toLowerCase());
  return (header) => {
    if (header === null) return false;
    const given = header.toLowerCase();
    return known.has(given) || allowed.some((name) => !name.includes(":") && given === `${name.toLowerCase()}:${port}`);
  };
}

function isEverywhere(host: string): boolean {
  return host === "0.0.0.0" || host === "::" || host === "[::]";
}

function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => bracketed(address)));
}

function bracketed(host: string): string {
  return host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
}
