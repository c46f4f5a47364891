// The YAML of an agent's identity as overstory writes it: indented with tabs, which YAML forbids, and two levels deep. Every value
// is a text and stays one (`007`, `yes`), only `sessionsCompleted` is a number.

export interface Identity {
  readonly name: string | null;
  readonly created: string | null;
  /** The whole identity. */
  readonly json: string;
  readonly strange: readonly { readonly number: number; readonly text: string }[];
}

type Item = string | Map<string, string>;

export function identityAsJson(text: string): Identity {
  const members = new Map<string, string | Item[]>();
  const strange: Identity["strange"][number][] = [];
  let list: Item[] | null = null;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const trimmed = line.trim();
    if (trimmed === "" || trimmed.startsWith("#")) continue; // Nothing is said.
    const isIndented = /^\s/.test(line);
    if (isIndented && list !== null && addTo(list, trimmed)) continue; // It is in the list now.
    const member = isIndented ? null : pair(trimmed);
    if (member === null) {
      strange.push({ number: index + 1, text: line });
      continue; // The caller says it.
    }
    const [key, value] = member;
    list = value === "" || value === "[]" ? [] : null;
    members.set(key, list ?? scalar(value));
  }
  const textOf = (key: string) => {
    const value = members.get(key);
    return typeof value === "string" ? value : null;
  };
  return { name: textOf("name"), created: textOf("created"), json: asJson(members), strange };
}

/** `- scalar`, `- key: value`, or `key: value` of the item before; false if it is none of them. */
function addTo(list: Item[], line: string): boolean {
  const last = list.at(-1);
  if (line.startsWith("- ")) {
    const content = line.slice(2).trim();
    const member = content.startsWith('"') ? null : pair(content);
    list.push(member === null ? scalar(content) : new Map([[member[0], scalar(member[1])]]));
    return true;
  }
  const member = pair(line);
  if (member === null || !(last instanceof Map)) return false;
  last.set(member[0], scalar(member[1]));
  return true;
}

function pair(text: string): readonly [string, string] | null {
  const match = /^([A-Za-z_]\w*):(?:\s+(.*))?$/.exec(text);
  return match === null ? null : [match[1] ?? "", match[2] ?? ""];
}

function scalar(text: string): string {
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return text;
  return text.slice(1, -1).replace(/\\(["\\])/g, "$1");
}

function asJson(members: ReadonlyMap<string, string | Item[]>): string {
  const written = [...members].map(([key, value]) => {
    const isCount = key === "sessionsCompleted" && typeof value === "string" && /^(0|[1-9]\d*)$/.test(value);
    const items = Array.isArray(value)
      ? value.map((item) => (item instanceof Map ? Object.fromEntries(item) : item))
      : value;
    return `${JSON.stringify(key)}:${isCount ? value : JSON.stringify(items)}`;
  });
  return `{${written.join(",")}}`;
}
