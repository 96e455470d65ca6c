// The server of the stage. Its argument: `ServerSettings` as JSON.
import { openDashboard } from '@telltale/dashboard';
import { createServer } from '@telltale/server';
import { parentChannel } from '@telltale/testing/child';
import { openParts } from './parts.ts';
import type { FromServer, ServerSettings } from './settings.ts';

const settings = JSON.parse(process.argv[2] ?? '{}') as ServerSettings;
const parent = parentChannel<FromServer>();
const { pool, artifacts, pipelines, unattended, episodes } = await openParts(settings);
const ignore = () => undefined;
const { address } = await createServer({
  pool,
  pipelines: [...pipelines, ...unattended],
  artifacts,
  dashboard: await openDashboard(),
  ...(episodes === null ? {} : { library: episodes.library, files: episodes.sample.files }),
  port: settings.port,
  login: settings.login ? 'always' : 'auto',
  logger: {
    debug: ignore,
    info: ignore,
    warn: ignore,
    error: (fields, message) => process.stderr.write(`${message} ${JSON.stringify(fields)}\n`),
  },
  version: '1.0.0',
});
await parent.send({ type: 'ready', port: address.port });
