import { createServer, type Dashboard, type PublicFiles, type Server } from '@telltale/server';
import { settingsProvider } from '../settings/settings-provider.ts';
import { VERSION } from '../version.ts';
import type { Parts } from './parts.ts';

interface StartServerOptions {
  /** What everybody may read on it. Default: nothing. */
  readonly files?: PublicFiles;
  /** `null`: browsers are shown a small page. */
  readonly dashboard: Dashboard | null;
}

/** A server for all pipelines that the configuration has. */
export async function startServer(
  { config, loaded, url, pool, pipelines, episodes, artifacts, logger, metrics }: Parts,
  { files, dashboard }: StartServerOptions,
): Promise<Server> {
  const { host, port, allowedHosts, login } = config.server;
  metrics.database({ pool });
  return await createServer({
    pool,
    pipelines,
    artifacts,
    library: episodes.library,
    configuration: settingsProvider({ loaded, url }),
    ...(files === undefined ? {} : { files }),
    ...(dashboard === null ? {} : { dashboard }),
    hostname: host,
    port,
    allowedHosts,
    login,
    logger: logger.child({ part: 'server' }),
    metrics,
    version: VERSION,
  });
}
