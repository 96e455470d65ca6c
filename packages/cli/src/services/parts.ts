import type { AnyPipeline, ArtifactStore } from '@telltale/engine';
import { createPool } from '@telltale/engine/client';
import {
  createLogger,
  createMetrics,
  type Logger,
  type Metrics,
  startTelemetry,
  type Telemetry,
} from '@telltale/telemetry';
import type { Pool } from 'pg';
import type { LoadedConfig } from '../config/load-config.ts';
import type { Config } from '../config/schema.ts';
import { VERSION } from '../version.ts';
import { artifactStoreOf } from './artifact-store.ts';

/** What the services of one process share. */
export interface Parts {
  readonly config: Config;
  readonly url: string;
  readonly pool: Pool;
  readonly pipelines: readonly AnyPipeline[];
  readonly artifacts: ArtifactStore;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** `null` unless the OTEL_… variables ask for it. */
  readonly telemetry: Telemetry | null;
}

/** Makes them. What has to be closed is closed with `stack`. */
export async function makeParts(
  stack: AsyncDisposableStack,
  { values: config, env }: LoadedConfig,
  { url, pipelines }: Pick<Parts, 'url' | 'pipelines'>,
): Promise<Parts> {
  const artifacts = artifactStoreOf(config);
  await artifacts.check();
  // Results go to stdout, and what is said about them to stderr.
  const logger = createLogger({ name: 'telltale', ...config.log, destination: process.stderr });
  const telemetry = startTelemetry({ env, version: VERSION, logger });
  if (telemetry !== null) stack.defer(() => telemetry.shutdown());
  const pool = createPool({ connectionString: url, application_name: 'telltale-server' });
  stack.defer(() => pool.end());
  return { config, url, pool, pipelines, artifacts, logger, metrics: createMetrics({ version: VERSION }), telemetry };
}
