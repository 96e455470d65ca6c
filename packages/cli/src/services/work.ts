import { setUpDatabase } from '@telltale/engine/client';
import { serveMetrics } from '@telltale/telemetry';
import { sharedDatabaseUrl } from '../database/with-database.ts';
import { loadPipelines } from '../pipelines/load-pipelines.ts';
import { asService } from './as-service.ts';
import { makeParts } from './parts.ts';
import { sayStopping } from './say-stopping.ts';
import { startWorker } from './start-worker.ts';
import { untilStopped } from './until-stopped.ts';

export const work = asService(async (context) => {
  const { output, signal } = context;
  const loaded = await context.config();
  const pipelines = await loadPipelines(loaded.values);
  await using stack = new AsyncDisposableStack();
  const url = await sharedDatabaseUrl(loaded.values);
  await setUpDatabase(url);
  signal.throwIfAborted();
  const parts = await makeParts(stack, loaded, { url, pipelines });
  const { metricsPort } = loaded.values.worker;
  if (metricsPort !== undefined) {
    const { metrics } = parts;
    const served = await serveMetrics({ metrics, hostname: loaded.values.server.host, port: metricsPort });
    stack.defer(() => served.close());
  }
  const worker = stack.use(await startWorker(parts));
  const queues = parts.pipelines.map(({ name }) => name);
  output.record({ ready: true, workerId: worker.id, queues, pid: process.pid });
  output.print(`Worker ${worker.id} is ready for ${queues.join(', ')}.`);
  await untilStopped(signal);
  sayStopping(output, worker);
});
