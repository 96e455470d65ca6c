#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// Keeps what Node compiles for the next time, in the temporary folder: that halves the time to the first word.
enableCompileCache();
const { runProgram } = await import('./program.ts');

const interrupt = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    // The second one means now.
    if (interrupt.signal.aborted) process.exit(130);
    interrupt.abort(new Error(name));
  });
}
// `telltale runs | head` closes the pipe early, which is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const { stdin, stdout, stderr } = process;
const env = { ...process.env };
try {
  // Libraries read variables of their own from the process, such as AWS_… and OTEL_…: `.env` is for them, too.
  process.loadEnvFile();
} catch {
  // It need not be there, and what else may be wrong with it the configuration says.
}
const exitCode = await runProgram(process.argv.slice(2), {
  stdin,
  stdout,
  stderr,
  env,
  cwd: process.cwd(),
  signal: interrupt.signal,
});
// What was said goes out first: into a pipe, it may still be on its way.
await Promise.all([stdout, stderr].map((stream) => new Promise<void>((resolve) => stream.write('', () => resolve()))));
// Not by itself: code of a pipeline that ignores its signal could keep a stopped worker from ending for as long as it likes.
process.exit(exitCode);
