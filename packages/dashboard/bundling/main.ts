// Builds the dashboard if it is not there, or its sources have changed since; otherwise it costs a few milliseconds.
import { bundle } from './bundle.ts';
import { ensureBuilt } from './ensure-built.ts';
import { BUILT, ROOT } from './places.ts';

try {
  await ensureBuilt({ root: ROOT, built: BUILT, bundle, say: (text) => process.stderr.write(text) });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
