// A sandbox's session for people: all that the sandbox's own viewer prints, and where its files contradict each other.

import { formatBytes } from "../../base/bytes.ts";
import { escapeControls } from "../../base/text.ts";
import type { SandboxRecord, SandboxReport } from "../../operations/sessions/sandbox.ts";
import { amount, count } from "../info/amount.ts";
import type { Look } from "../info/look.ts";
import { shortTime } from "../info/short-time.ts";
import { wrap } from "../line/wrap.ts";
import { oneLine, unknown } from "./text.ts";

const longestCode = 100;
const longestOutput = 200;
const mostModules = 20;

export function sandboxLines(sandbox: SandboxReport, look: Look): string[][] {
  const { colors } = look;
  const left = sandbox.log_count - sandbox.log.length;
  const logTitle =
    left > 0 ? `Log: the last ${count(sandbox.log.length)} of ${count(sandbox.log_count)} records` : "Log";
  return [
    section("Metadata", metadataLines(sandbox.metadata), look),
    section(
      logTitle,
      sandbox.log.flatMap((record) => recordLines(record, look)),
      look,
    ),
    section("Python state", stateLines(sandbox, look), look),
    section("Artifacts", artifactLines(sandbox, look), look),
    section(
      "Checks",
      sandbox.checks.map(
        ({ severity, message }) =>
          `  ${severity === "warning" ? colors.warning(severity) : severity}: ${escapeControls(message)}`,
      ),
      look,
    ),
  ];
}

function section(title: string, lines: readonly string[], { colors }: Look): string[] {
  return lines.length === 0 ? [] : [colors.strong(title), ...lines];
}

function metadataLines(metadata: string | null): string[] {
  if (metadata === null) return [];
  const parsed: unknown = readable(metadata);
  if (typeof parsed !== "object" || parsed === null) return [`  ${escapeControls(metadata)}`];
  return Object.entries(parsed).map(([key, value]) => {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return `  ${`${key.replaceAll("_", " ")}:`.padEnd(18)}${escapeControls(text)}`;
  });
}

function readable(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // The importer says so in an issue; the text is shown as it stands.
    return null;
  }
}

function recordLines(record: SandboxRecord, { colors }: Look): string[] {
  const { timestamp, event, container_id, code, success, stdout, error, artifacts } = record;
  const lines = [
    `  ${timestamp === null ? unknown : shortTime(timestamp).slice(0, 19)}  ${escapeControls(event ?? unknown)}`,
  ];
  if (container_id !== null) lines.push(`    container ${escapeControls(container_id)}`);
  if (code !== null) {
    const mark = success === 1 ? colors.good("✓") : success === 0 ? colors.error("✗") : colors.faint("?");
    lines.push(...block(mark, cut(code, longestCode)));
  }
  if (stdout) lines.push(...block(colors.faint("output"), cut(stdout, longestOutput)));
  if (error) lines.push(...block(colors.error("error"), cut(error, longestOutput)));
  if (artifacts !== null) lines.push(...fileLines(artifacts));
  return lines;
}

/** Text over several lines, indented below its mark. */
function block(mark: string, text: string): string[] {
  const [first = "", ...rest] = text.replace(/\n+$/, "").split("\n");
  return [`    ${mark} ${escapeControls(first)}`, ...rest.map((line) => `      ${escapeControls(line)}`)];
}

function fileLines(artifacts: string): string[] {
  const files: unknown = readable(artifacts);
  if (!Array.isArray(files)) return [];
  const named = files.map((file: unknown) => {
    const of = (key: string): unknown => (typeof file === "object" && file !== null ? Reflect.get(file, key) : null);
    return `    - ${escapeControls(String(of("filename") ?? unknown))} (${String(of("size_bytes") ?? unknown)} bytes)`;
  });
  return [`    created ${amount(files.length, "artifact")}`, ...named];
}

function stateLines({ state }: SandboxReport, { colors, width }: Look): string[] {
  if (state === null) return [];
  const variables = state.variables.map(({ name, type, value }) => {
    const start = `    ${escapeControls(name ?? unknown)}: ${escapeControls(type ?? unknown)} = `;
    return `${start}${oneLine(value, width - start.length)}`;
  });
  const modules = state.modules.slice(0, mostModules).join(", ");
  const more = state.modules.length > mostModules ? `, … and ${count(state.modules.length - mostModules)} more` : "";
  return [
    `  captured ${state.captured_at === null ? unknown : shortTime(state.captured_at).slice(0, 19)} ${colors.faint("(the container's clock)")}`,
    "  variables",
    ...variables,
    ...wrap(`${count(state.modules.length)} modules: ${escapeControls(modules)}${more}`, Math.max(20, width - 4)).map(
      (line, at) => `${at === 0 ? "  " : "    "}${line}`,
    ),
  ];
}

function artifactLines({ artifacts }: SandboxReport, { colors }: Look): string[] {
  return (artifacts ?? []).map(({ filename, size_bytes, content_type, bytes_source_key }) => {
    const size = size_bytes === null ? unknown : formatBytes(size_bytes);
    const where =
      bytes_source_key === null
        ? colors.warning("its bytes are not here")
        : colors.faint(`raw ${bytes_source_key.slice(0, 12)}`);
    return `  ${escapeControls(filename ?? unknown)}  ${size}  ${escapeControls(content_type ?? "")}  ${where}`;
  });
}

/** As Python cuts: by code points. */
function cut(text: string, length: number): string {
  const characters = [...text];
  return characters.length > length ? `${characters.slice(0, length).join("")}...` : text;
}
