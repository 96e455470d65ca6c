import { createServer, type Server } from '@telltale/server';
import { VERSION } from '../version.ts';
import type { Parts } from './parts.ts';

/** A server for all pipelines that the configuration has. */
export async function startServer({ config, pool, pipelines, artifacts, logger, metrics }: Parts): Promise<Server> {
  const { host, port, allowedHosts, login } = config.server;
  metrics.database({ pool });
  return await createServer({
    pool,
    pipelines,
    artifacts,
    hostname: host,
    port,
    allowedHosts,
    login,
    logger: logger.child({ part: 'server' }),
    metrics,
    version: VERSION,
  });
}
