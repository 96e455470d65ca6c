import { serveMetrics } from '@telltale/telemetry';
import { asService } from './as-service.ts';
import { removeLeftovers } from './remove-leftovers.ts';
import { sayStopping } from './say-stopping.ts';
import { sharedParts } from './shared-parts.ts';
import { startWorker } from './start-worker.ts';
import { untilStopped } from './until-stopped.ts';

export const work = asService(async (context) => {
  const { output, signal } = context;
  await using stack = new AsyncDisposableStack();
  const parts = await sharedParts(stack, context);
  const { config, metrics } = parts;
  const { metricsPort } = config.worker;
  if (metricsPort !== undefined) {
    const served = await serveMetrics({ metrics, hostname: config.server.host, port: metricsPort });
    stack.defer(() => served.close());
  }
  const worker = stack.use(await startWorker(parts));
  stack.use(await removeLeftovers(parts));
  const queues = parts.pipelines.map(({ name }) => name);
  output.record({ ready: true, workerId: worker.id, queues, pid: process.pid });
  output.print(`Worker ${worker.id} is ready for ${queues.join(', ')}.`);
  await untilStopped(signal);
  sayStopping(output, worker);
});
