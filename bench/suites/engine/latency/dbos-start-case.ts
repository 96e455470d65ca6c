import { setTimeout as rest } from 'node:timers/promises';
import { DBOSClient } from '@dbos-inc/dbos-sdk';
import type { BenchServer } from '../../../harness/bench-server.ts';
import type { Case } from '../../../harness/case.ts';
import { clockMs } from '../../../harness/clock.ts';
import { formatNumber } from '../../../harness/format.ts';
import { sampleFigures } from '../../../harness/sample-figures.ts';
import { BenchProcess } from '../processes/bench-process.ts';
import { WARM_UP_SUBMITS } from './start-case.ts';

const QUEUE = 'prompt';

/** The rest before an enqueue is random up to this or one polling interval, in ms: it comes at any moment between two looks. */
const MAX_REST_MS = 100;

/** The same for a workflow that is enqueued to DBOS alone, which looks at its queue every so often. */
export function dbosStartCase(server: BenchServer, pollingMs: number, enqueues: number): Case {
  return {
    name: `dbos-start-${pollingMs}`,
    headline: ({ begunP50 = Number.NaN, begunP99 = Number.NaN }) =>
      `begun p50 ${formatNumber(begunP50)} ms, p99 ${formatNumber(begunP99)} ms`,
    run: async () => {
      await using database = await server.freshDatabase();
      await using dbos = await BenchProcess.dbos(database.url, pollingMs, [QUEUE]);
      const client = await DBOSClient.create({ systemDatabaseUrl: database.url });
      const samples = { submit: [] as number[], begun: [] as number[] };
      // The first comes before it has noticed its queue.
      const warmUp = Math.min(WARM_UP_SUBMITS, Math.ceil((WARM_UP_SUBMITS * MAX_REST_MS) / pollingMs));
      for (let n = 0; n < warmUp + enqueues; n += 1) {
        await rest(Math.random() * Math.max(MAX_REST_MS, pollingMs));
        const calledMs = clockMs();
        await client.enqueue({ queueName: QUEUE, workflowName: QUEUE, appVersion: 'bench' });
        const enqueuedMs = clockMs();
        const beganMs = await dbos.began();
        if (n < warmUp) continue;
        samples.submit.push(enqueuedMs - calledMs);
        samples.begun.push(beganMs - enqueuedMs);
      }
      await client.destroy();
      await dbos.stop();
      return sampleFigures(samples);
    },
  };
}
