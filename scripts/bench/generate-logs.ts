// Writes log lines as WINK's log collector does, about 350 bytes each; the same lines for the same seed.
// Usage: bun scripts/bench/generate-logs.ts LINES [SEED] > app.log

export {};

const lines = Number(process.argv[2] ?? 1_000_000);
let state = Number(process.argv[3] ?? 1);

/** A linear congruential generator (Numerical Recipes), of which only the high bits vary enough. */
function random(below: number): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
}

const levels = [...Array(60).fill("DEBUG"), ...Array(34).fill("INFO"), ...Array(5).fill("WARNING"), "ERROR"];
const events = [
  "session.dispatch_data_event",
  "session.reducer_applied",
  "tool.execution.start",
  "tool.execution.complete",
  "provider.request",
  "provider.response",
  "prompt.render.section",
];
const loggers = ["weakincentives.runtime.session", "weakincentives.adapters.openai", "weakincentives.tools.vfs"];
const sessions = Array.from({ length: 4 }, (_, n) => `0c94a7e6-5a3c-4f0e-9f1b-00000000000${n + 1}`);

const writer = Bun.stdout.writer({ highWaterMark: 1024 * 1024 });
let micros = Date.UTC(2026, 10, 21) * 1000;
for (let n = 0; n < lines; n++) {
  micros += 100 + random(20_000);
  const ms = Math.floor(micros / 1000);
  const fraction = String(micros % 1_000_000).padStart(6, "0");
  const event = events[random(events.length)];
  const record = {
    timestamp: `${new Date(ms).toISOString().slice(0, 19)}.${fraction}+00:00`,
    level: levels[random(levels.length)],
    logger: loggers[random(loggers.length)],
    event,
    message: `${event} step ${n} finished in ${random(4000)} ms`,
    context: {
      component: "adapter.openai",
      prompt_name: "code_review",
      session_id: sessions[random(sessions.length)],
      attempt: random(3) + 1,
      tokens: random(100_000),
      path: `src/module_${random(500)}/file_${random(5000)}.py`,
    },
  };
  writer.write(`${JSON.stringify(record)}\n`);
  if (n % 10_000 === 0) await writer.flush();
}
await writer.end();
