import type pg from 'pg';

/** The options of a connection that listens, from those of a pool or a client. */
export function listeningConfig(config: pg.ClientConfig, applicationName: string): pg.ClientConfig {
  return {
    ...config,
    // A pool keeps it from being listed, and so from being copied.
    ...(config.password === undefined ? {} : { password: config.password }),
    application_name: applicationName,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  };
}
