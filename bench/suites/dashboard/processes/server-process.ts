import { openDashboard } from '@telltale/dashboard';
import { createServer } from '@telltale/server';
import { parentChannel } from '@telltale/testing/child';
import { ticking } from '../ticking.ts';
import type { FromService, ToService } from './messages.ts';

/** The server with the built dashboard, as it comes: argv is the database's url. */
const [databaseUrl = ''] = process.argv.slice(2);
process.noDeprecation = true; // See run.ts.
const parent = parentChannel<FromService, ToService>();
const quiet = (): void => undefined;
const problem = (fields: { readonly error?: unknown }, message: string): void => console.error(message, fields.error);
const server = await createServer({
  url: databaseUrl,
  pipelines: [ticking],
  dashboard: await openDashboard(),
  port: 0,
  version: 'bench',
  logger: { debug: quiet, info: quiet, warn: quiet, error: problem },
});
await parent.send({ type: 'ready', url: server.address.url });
await parent.message('stop');
await server.close({ graceMs: 0 });
parent.close();
