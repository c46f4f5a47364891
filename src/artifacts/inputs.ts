// The arguments of the user: what each is, and which path inside the root its content gets.

import { basename, dirname, join, relative, resolve, sep } from "node:path";

export interface Input {
  /** As the user named it, or "-" for standard input. */
  readonly path: string;
  /** Id of the importer that the user wants for it. */
  readonly reading?: string;
}

export interface NamedInput {
  readonly named: string;
  /** Null for standard input. */
  readonly location: string | null;
  /** Path inside the root; "" for the current folder itself. */
  readonly path: string;
  readonly reading: string | null;
}

/** Every input once, in the order of the arguments; of one named twice, the one with a reading. */
export function nameInputs(inputs: readonly Input[], currentFolder: string): NamedInput[] {
  const chosen = new Map<string, Input>();
  for (const input of inputs) {
    const location = input.path === "-" ? "-" : resolve(currentFolder, input.path);
    const known = chosen.get(location);
    if (known === undefined || (known.reading === undefined && input.reading !== undefined))
      chosen.set(location, input);
  }
  const naming = new Naming(
    [...chosen.keys()].filter((location) => location !== "-"),
    currentFolder,
  );
  return [...chosen].map(([location, input]) => ({
    named: input.path,
    location: location === "-" ? null : location,
    path: location === "-" ? naming.free("stdin") : naming.pathOf(location),
    reading: input.reading ?? null,
  }));
}

class Naming {
  readonly #taken = new Set<string>();
  readonly #paths = new Map<string, string>();
  readonly #named: ReadonlySet<string>;

  constructor(
    locations: readonly string[],
    readonly currentFolder: string,
  ) {
    this.#named = new Set(locations);
  }

  /** Relative to the current folder where it lies in it, else to the nearest named folder that it lies in, else its own name. */
  pathOf(location: string): string {
    const known = this.#paths.get(location);
    if (known !== undefined) return known;
    const path = this.free(this.#wanted(location));
    this.#paths.set(location, path);
    return path;
  }

  /** Two arguments never share a path: the second becomes `name~2`. */
  free(wanted: string): string {
    let path = wanted;
    for (let n = 2; this.#taken.has(path); n++) path = `${wanted}~${n}`;
    this.#taken.add(path);
    return path;
  }

  #wanted(location: string): string {
    if (location === this.currentFolder) return "";
    if (isInside(location, this.currentFolder)) return withSlashes(relative(this.currentFolder, location));
    const nearest = this.#folderAround(location);
    if (nearest === null) return basename(location) || "root";
    return withSlashes(join(this.pathOf(nearest), relative(nearest, location)));
  }

  /** The nearest of the named locations that it lies in. */
  #folderAround(location: string): string | null {
    for (let folder = dirname(location), inner = location; folder !== inner; folder = dirname(folder)) {
      if (this.#named.has(folder)) return folder;
      inner = folder;
    }
    return null;
  }
}

export function isInside(location: string, folder: string): boolean {
  return location.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function withSlashes(path: string): string {
  return sep === "/" ? path : path.replaceAll(sep, "/");
}
