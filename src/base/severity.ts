// Levels of logging systems as OpenTelemetry severity numbers (1-24).
// Ranges: OpenTelemetry, "Logs Data Model", SeverityNumber: 1-4 TRACE, 5-8 DEBUG, 9-12 INFO, 13-16 WARN, 17-20 ERROR, 21-24 FATAL.

const TRACE = 1;
const DEBUG = 5;
const INFO = 9;
const WARN = 13;
const ERROR = 17;
const FATAL = 21;

/** Lower-case names. */
const NAMES = new Map<string, number>([
  // OpenTelemetry's own short names, which are also those of Log4j, pino, bunyan, zerolog, slog and logrus.
  ["trace", TRACE],
  ["debug", DEBUG],
  ["info", INFO],
  ["warn", WARN],
  ["error", ERROR],
  ["fatal", FATAL],
  // Python's logging, where CRITICAL and FATAL are one level (50).
  ["warning", WARN],
  ["critical", FATAL],
  // Syslog (RFC 5424) by the example mappings of the Logs Data Model, but "critical" as in Python; with journald's and syslog's short forms.
  ["informational", INFO],
  ["notice", INFO + 1],
  ["err", ERROR],
  ["crit", FATAL],
  ["alert", ERROR + 2],
  ["emerg", FATAL],
  ["emergency", FATAL],
  // npm's levels, winston's default: http and verbose lie between info and debug, silly is below debug.
  ["http", DEBUG + 2],
  ["verbose", DEBUG + 1],
  ["silly", TRACE],
  // Loguru: SUCCESS is number 25 of Python's scale.
  ["success", INFO + 3],
  // Serilog and .NET.
  ["information", INFO],
  // zap and logrus: panics end the program or the request.
  ["dpanic", ERROR + 1],
  ["panic", FATAL],
]);

const NUMBER = /^\d{1,3}$/;
/** What Python's logging calls a level without a name. */
const PYTHON_LEVEL = /^level (\d{1,3})$/;

/**
 * The severity number of a level name in any case, of `Level 15` (Python's logging) or of a number from 10 to 60 (pino's and
 * bunyan's scale: 30 is info; for Python's numbers use `severityOfPythonLevel`). Null when unknown: no severity is guessed from a name.
 */
export function severityNumber(level: string): number | null {
  const name = level.trim().toLowerCase();
  const known = NAMES.get(name);
  if (known !== undefined) return known;
  if (NUMBER.test(name)) return severityOfPinoLevel(Number(name));
  const python = PYTHON_LEVEL.exec(name)?.[1];
  return python === undefined ? null : severityOfPythonLevel(Number(python));
}

/** Python's scale: 10 DEBUG, 20 INFO, 30 WARNING, 40 ERROR, 50 CRITICAL; what lies between is up to 3 above its lower neighbour. NOTSET (0) is null. */
export function severityOfPythonLevel(level: number): number | null {
  if (!(level > 0)) return null;
  return level < 10 ? TRACE : onScale(level, 10, DEBUG);
}

/** The scale of pino and bunyan: 10 trace, 20 debug, 30 info, 40 warn, 50 error, 60 fatal; null below 10 and above 69. */
export function severityOfPinoLevel(level: number): number | null {
  return level >= 10 && level < 70 ? onScale(level, 10, TRACE) : null;
}

/** A scale in tens whose level `first` is the severity `base`; the four numbers of a range take the first three steps and the rest. */
function onScale(level: number, first: number, base: number): number {
  const tens = Math.min(Math.floor((level - first) / 10), (FATAL - base) / 4);
  const step = Math.floor(level - first - tens * 10);
  return base + tens * 4 + Math.min(step, 3);
}
