// Writes completions out of the definitions of the commands.

import type { CatalogEntry, Command } from "../line/command.ts";
import type { Flags } from "../line/flag.ts";
import { globalFlags } from "../line/global-flags.ts";

interface Loaded extends CatalogEntry {
  readonly command: Command;
}

export function completionsFor(shell: "bash" | "zsh" | "fish", commands: readonly Loaded[]): string {
  return { bash, zsh, fish }[shell](commands);
}

/** Options in the order of the help. */
function flagsOf({ command }: Loaded): Flags {
  return { ...command.flags, ...globalFlags };
}

function argumentChoices({ command }: Loaded): readonly string[] {
  return Object.values(command.args).flatMap((argument) => argument.choices ?? []);
}

function bash(commands: readonly Loaded[]): string {
  const cases = commands.map((entry) => {
    const flags = flagsOf(entry);
    const choices = Object.entries(flags).flatMap(([name, { choices, short }]) =>
      choices === undefined ? [] : [`${names(name, short).join("|")}) words="${choices.join(" ")}" ;;`],
    );
    const free = Object.entries(flags).flatMap(([name, { value, choices, short }]) =>
      value === null || choices !== undefined ? [] : names(name, short),
    );
    return [
      `    ${entry.name})`,
      `      flags="${Object.entries(flags)
        .map(([name]) => `--${name}`)
        .join(" ")}"`,
      `      words="${argumentChoices(entry).join(" ")}"`,
      '      case "$previous" in',
      ...choices.map((line) => `        ${line}`),
      ...(free.length === 0 ? [] : [`        ${free.join("|")}) words="" ;;`]),
      "      esac ;;",
    ].join("\n");
  });
  return `# bash completions of dbundle
_dbundle() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" flags="" words=""
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(" ")} --help --version" -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join("\n")}
  esac
  if [[ "$current" == -* ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$current"))
  elif [ -n "$words" ]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  else
    compopt -o filenames 2>/dev/null
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}
complete -F _dbundle dbundle
`;
}

function names(name: string, short: string | undefined): string[] {
  return short === undefined ? [`--${name}`] : [`--${name}`, `-${short}`];
}

function zsh(commands: readonly Loaded[]): string {
  const list = commands.map(({ name, summary }) => `    ${zshWord(`${name}:${summary}`)}`);
  const cases = commands.map((entry) => {
    const specs = Object.entries(flagsOf(entry)).map(([name, { summary, value, choices, repeats }]) => {
      const action =
        value === null ? "" : `:${value.split("|")[0]}:${choices === undefined ? "_files" : `(${choices.join(" ")})`}`;
      return `        ${zshWord(`${repeats ? "*" : ""}--${name}[${summary.replaceAll(/[[\]:]/g, " ")}]${action}`)}`;
    });
    const choices = argumentChoices(entry);
    const rest = choices.length === 0 ? "'*:file:_files'" : `'1:word:(${choices.join(" ")})'`;
    return `      ${entry.name})\n        _arguments \\\n${specs.map((spec) => `  ${spec} \\`).join("\n")}\n          ${rest} ;;`;
  });
  return `#compdef dbundle
# zsh completions of dbundle
_dbundle() {
  local -a commands
  commands=(
${list.join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
  else
    local name="$words[2]"
    shift words
    (( CURRENT-- ))
    case "$name" in
${cases.join("\n")}
    esac
  fi
}
if [ "$funcstack[1]" = "_dbundle" ]; then _dbundle "$@"; else compdef _dbundle dbundle; fi
`;
}

function zshWord(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function fish(commands: readonly Loaded[]): string {
  const lines = commands.flatMap((entry) => {
    const when = `-n "__fish_seen_subcommand_from ${entry.name}"`;
    return [
      `complete -c dbundle -n __fish_use_subcommand -f -a ${entry.name} -d ${fishWord(entry.summary)}`,
      ...Object.entries(flagsOf(entry)).map(([name, { summary, short, value, choices }]) => {
        const letter = short === undefined ? "" : ` -s ${short}`;
        const takes = value === null ? "" : choices === undefined ? " -r" : ` -x -a "${choices.join(" ")}"`;
        return `complete -c dbundle ${when} -l ${name}${letter}${takes} -d ${fishWord(summary)}`;
      }),
      ...argumentChoices(entry).map((choice) => `complete -c dbundle ${when} -f -a ${choice}`),
    ];
  });
  return `# fish completions of dbundle\n${lines.join("\n")}\n`;
}

function fishWord(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
