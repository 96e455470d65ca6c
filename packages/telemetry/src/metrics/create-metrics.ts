import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { createDatabaseMetrics } from './database-metrics.ts';
import type { Metrics } from './metrics.ts';
import { createServerMetrics } from './server-metrics.ts';
import { createWorkerMetrics } from './worker-metrics.ts';

/** Makes the metrics of this process, apart from those of anything else in it. `version` is the product's. */
export function createMetrics({ version }: { readonly version: string }): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'telltale_build_info',
    help: 'Always 1; the label says which version this is.',
    labelNames: ['version'],
    registers: [registry],
  }).set({ version }, 1);
  let readDatabase: (() => Promise<void>) | null = null;
  return {
    contentType: registry.contentType,
    text: async () => {
      await readDatabase?.();
      return await registry.metrics();
    },
    worker: createWorkerMetrics(registry),
    server: createServerMetrics(registry),
    database: ({ pool }) => {
      readDatabase = createDatabaseMetrics(registry, pool);
    },
  };
}
