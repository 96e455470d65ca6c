import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Before tests that look at the dashboard as it is built. In a process of its own, in which nothing is set as for tests. */
export function setup(): void {
  const { NODE_ENV: _, ...env } = process.env;
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  const { status } = spawnSync(process.execPath, [main], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error('The dashboard cannot be built; what Vite says stands above.');
}
