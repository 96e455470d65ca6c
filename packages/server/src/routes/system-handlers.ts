import { listWorkers, queueDepths } from '@telltale/ledger';
import { z } from 'zod';
import type { ServerContext } from '../context.ts';
import type { Health } from '../health/health.ts';
import { toWorkerBody } from '../health/worker-body.ts';
import { SettingsMissingError } from '../settings/errors.ts';
import type { HandlersOf } from './endpoint-handler.ts';
import { given } from './given.ts';

export function systemHandlers(context: ServerContext, health: Health): HandlersOf<'system'> {
  const { pool, streams, configuration, version, startedAt } = context;
  const pipelines = context.pipelines.map(({ name, version, steps, queue, input }) => ({
    name,
    version,
    steps: [...steps],
    workerConcurrency: queue.workerConcurrency,
    inputSchema: inputSchemaOf(input),
  }));
  return {
    listPipelines: () => ({ pipelines }),
    listWorkers: async ({ query }) => ({ workers: (await listWorkers(pool, given(query))).map(toWorkerBody) }),
    listQueues: async () => ({ queues: await queueDepths(pool) }),
    getStatus: async () => {
      const { database, workers } = await health.report();
      const { state, since } = streams.status;
      return { version, startedAt, database, stream: { state, since, clients: streams.clients }, workers };
    },
    getSettings: async () => {
      if (configuration === undefined) throw new SettingsMissingError();
      return await configuration.read();
    },
  };
}

/** `null` for what JSON Schema has no words for, such as a date. */
function inputSchemaOf(input: z.ZodType): Record<string, unknown> | null {
  try {
    return z.toJSONSchema(input, { io: 'input' });
  } catch {
    return null;
  }
}
