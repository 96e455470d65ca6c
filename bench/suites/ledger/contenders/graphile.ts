import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import pg from 'pg';
import type { Contender } from '../../../harness/throughput.ts';

const CONCURRENCY = 20;

/** The batch mode of graphile-worker's own performance test, with our concurrency. */
const PRESET: GraphileConfig.Preset = {
  worker: {
    concurrentJobs: CONCURRENCY,
    maxPoolSize: CONCURRENCY + 1,
    localQueue: { size: 500, refetchDelay: { durationMs: 10 } },
    completeJobBatchDelay: 0,
    failJobBatchDelay: 0,
  },
};

const POLL_MS = 2;

/** Jobs that were added less those that are left: a job that is done is deleted. */
const COUNT_DONE = `
  SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence('graphile_worker._private_jobs', 'id')), 0)
         - (SELECT count(*) FROM graphile_worker._private_jobs) AS count`;

/**
 * Jobs that are fetched by the hundred and deleted by the batch. Nothing of a job is kept, and no lane waits until its job's
 * end is durable. `enqueue`: whether the clock runs while the jobs are added, all in one statement.
 */
export function graphileJobs({ enqueue }: { readonly enqueue: boolean }): Contender {
  return {
    name: enqueue ? 'graphile' : 'graphile-processing',
    title: `graphile-worker, batch mode, ${enqueue ? 'enqueuing included' : 'processing only'}`,
    share: 6,
    open: async (url) => {
      const client = new pg.Client(url);
      await client.connect();
      const logger = new Logger(() => () => undefined);
      const utils = await makeWorkerUtils({ connectionString: url, logger });
      await utils.migrate();
      let gate = Promise.withResolvers<void>();
      let begun = 0;
      const item = async (): Promise<void> => {
        begun += 1;
        await gate.promise;
      };
      const runner = await run({
        connectionString: url,
        logger,
        taskList: { item },
        preset: PRESET,
        noHandleSignals: true,
      });
      const add = async (keys: readonly string[]): Promise<void> => {
        await utils.addJobs(keys.map((key) => ({ identifier: 'item', payload: { key } })));
      };
      return {
        countDone: COUNT_DONE,
        load: async (keys) => {
          gate = Promise.withResolvers();
          begun = 0;
          if (enqueue) return;
          await add(keys);
          // Every lane holds a job and the local queue is full: the worker is as warm as it gets.
          await until(() => begun === Math.min(CONCURRENCY, keys.length));
        },
        work: async (keys) => {
          gate.resolve();
          if (enqueue) await add(keys);
          await until(() => begun === keys.length);
          await until(
            async () => (await client.query('SELECT FROM graphile_worker._private_jobs LIMIT 1')).rowCount === 0,
          );
        },
        [Symbol.asyncDispose]: async () => {
          await runner.stop();
          await utils.release();
          await client.end();
        },
      };
    },
  };
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
}
