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
import { type Episodes, openEpisodes } from '../episodes/open-episodes.ts';
import { sharedModel } from '../model/shared-model.ts';
import { bundledPipelines } from '../pipelines/bundled-pipelines.ts';
import { withBundled } from '../pipelines/load-pipelines.ts';
import { VERSION } from '../version.ts';
import { artifactStoreOf } from './artifact-store.ts';

/** What the services of one process share. */
export interface Parts {
  readonly config: Config;
  /** With where each setting came from. */
  readonly loaded: LoadedConfig;
  readonly url: string;
  readonly pool: Pool;
  /** One's own, and those that come with Telltale. */
  readonly pipelines: readonly AnyPipeline[];
  readonly episodes: Episodes;
  readonly artifacts: ArtifactStore;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** `null` unless the OTEL_… variables ask for it. */
  readonly telemetry: Telemetry | null;
}

interface Given {
  /** Of a database that is set up. */
  readonly url: string;
  /** Those of the configuration. */
  readonly ownPipelines: readonly AnyPipeline[];
}

/** Makes them. What has to be closed is closed with `stack`. */
export async function makeParts(
  stack: AsyncDisposableStack,
  loaded: LoadedConfig,
  { url, ownPipelines }: Given,
): Promise<Parts> {
  const { values: config, env } = loaded;
  const artifacts = artifactStoreOf(config);
  await artifacts.check();
  // Results go to stdout, and what is said about them to stderr.
  const logger = createLogger({ name: 'telltale', ...config.log, destination: process.stderr });
  const telemetry = startTelemetry({ env, version: VERSION, logger });
  if (telemetry !== null) stack.defer(() => telemetry.shutdown());
  const pool = createPool({ connectionString: url, application_name: 'telltale-server' });
  stack.defer(() => pool.end());
  const model = sharedModel(config);
  const episodes = await openEpisodes(stack, { config, model, pool, artifacts });
  const bundled = await bundledPipelines({ config, model, episodes: episodes.services });
  const pipelines = withBundled(ownPipelines, bundled);
  const metrics = createMetrics({ version: VERSION });
  return { config, loaded, url, pool, pipelines, episodes, artifacts, logger, metrics, telemetry };
}
