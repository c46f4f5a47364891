// The filters that viewing commands share.

import { moment } from "../../operations/viewing/moment.ts";
import type { Flag } from "../line/flag.ts";
import { choiceFlag, countFlag, textFlag } from "../line/flag.ts";

export const sessionFlag = textFlag("ID", "Only this session: an id, the beginning of one, or an agent's name.");
export const runFlag = textFlag("ID", "Only this run: an id, or the beginning of one.");
export const toolFlag = textFlag("NAME", "Only this tool.");
export const modelFlag = textFlag("NAME", "Only this model, asked for or answering.");
export const providerFlag = textFlag("NAME", "Only this provider.");
export const classFlag = choiceFlag(
  ["validation", "provider", "tool", "projection", "storage", "transport", "runtime"],
  null,
  "Only failures of this class.",
);
export const sinceFlag = momentFlag("since", "Only from this time on; without a zone it is UTC.");
export const untilFlag = momentFlag("until", "Only before this time.");

/** 0: all. */
export function limitFlag(standard: number, thing: string): Flag<number | null> {
  const count = countFlag(standard, `Most ${thing} shown; 0: all.`);
  return {
    ...count,
    read(given, name) {
      const limit = count.read(given, name);
      return limit === 0 ? null : limit;
    },
  };
}

function momentFlag(name: string, summary: string): Flag<string | null> {
  const text = textFlag("TIME", summary);
  return { ...text, read: (given) => moment(text.read(given, name), `--${name}`) };
}
