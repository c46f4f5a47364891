// The query string as a list: names repeat, and their order stays in the links that are made of it.

type Pair = readonly [name: string, value: string];

export class Arguments {
  constructor(readonly pairs: readonly Pair[]) {}

  static of(url: URL): Arguments {
    return new Arguments([...url.searchParams]);
  }

  get(name: string): string | null {
    return this.pairs.find(([key]) => key === name)?.[1] ?? null;
  }

  all(name: string): string[] {
    return this.pairs.filter(([key]) => key === name).map(([, value]) => value);
  }

  has(name: string): boolean {
    return this.pairs.some(([key]) => key === name);
  }

  /** Datasette's idea of a switch. */
  isOn(name: string): boolean {
    const value = this.get(name);
    return value !== null && ["on", "true", "1", "yes", "t"].includes(value.toLowerCase());
  }

  /** Several values, repeated or with commas. */
  list(name: string): string[] {
    return this.all(name).flatMap((value) => value.split(",").filter((part) => part !== ""));
  }

  with(name: string, value: string): Arguments {
    return new Arguments([...this.pairs, [name, value]]);
  }

  /** In the place of the first of that name, else at the end. */
  replaced(name: string, value: string): Arguments {
    const at = this.pairs.findIndex(([key]) => key === name);
    if (at < 0) return this.with(name, value);
    return new Arguments(
      this.pairs.flatMap((pair, index): Pair[] => {
        if (pair[0] !== name) return [pair];
        return index === at ? [[name, value]] : [];
      }),
    );
  }

  without(name: string, value?: string): Arguments {
    return new Arguments(this.pairs.filter((pair) => pair[0] !== name || (value !== undefined && pair[1] !== value)));
  }

  toString(): string {
    return this.pairs.map(([name, value]) => `${quotePlus(name)}=${quotePlus(value)}`).join("&");
  }
}

/** As Python's urlencode writes it, so that links are Datasette's. */
function quotePlus(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+");
}
