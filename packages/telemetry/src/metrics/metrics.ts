import type { WorkerHooks } from '@telltale/engine';
import type { Pool } from 'pg';
import type { ServerMetrics } from './server-metrics.ts';

/** The metrics of one process, as Prometheus reads them. `docs/monitoring.md` explains each. */
export interface Metrics {
  /** The type of `text`, for a Content-Type header. */
  readonly contentType: string;
  /** All of them, now. Never rejects because the database is away: its last known figures stay. */
  text(): Promise<string>;
  /** For `createWorker`: counts what its runs do, from the events that it has committed. */
  readonly worker: WorkerHooks;
  readonly server: ServerMetrics;
  /** Adds what the database knows of all runs, queues and workers. One process of an installation is enough. */
  database(options: { readonly pool: Pool }): void;
}
