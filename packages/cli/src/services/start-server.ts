import { createServer, type PublicFiles, type Server } from '@telltale/server';
import { VERSION } from '../version.ts';
import type { Parts } from './parts.ts';

interface StartServerOptions {
  /** What everybody may read on it. Default: nothing. */
  readonly files?: PublicFiles;
}

/** A server for all pipelines that the configuration has. */
export async function startServer(
  { config, pool, pipelines, episodes, artifacts, logger, metrics }: Parts,
  { files }: StartServerOptions = {},
): Promise<Server> {
  const { host, port, allowedHosts, login } = config.server;
  metrics.database({ pool });
  return await createServer({
    pool,
    pipelines,
    artifacts,
    library: episodes.library,
    ...(files === undefined ? {} : { files }),
    hostname: host,
    port,
    allowedHosts,
    login,
    logger: logger.child({ part: 'server' }),
    metrics,
    version: VERSION,
  });
}
