import { setTimeout as rest } from 'node:timers/promises';
import { HEARTBEAT_EVERY_MS, ORPHANED_AFTER_MS, WATCHDOG_EVERY_MS } from '@telltale/core';
import type { BenchServer } from '../../../harness/bench-server.ts';
import type { Case } from '../../../harness/case.ts';
import { clockMs } from '../../../harness/clock.ts';
import { formatNumber } from '../../../harness/format.ts';
import { Observer } from '../observer.ts';
import { hanging } from '../pipelines/index.ts';
import { BenchProcess } from '../processes/bench-process.ts';

const HEARTBEAT_AGE = `
  SELECT (extract(epoch FROM now() - heartbeat_at) * 1000)::float8 AS "ageMs" FROM telltale.worker WHERE worker_id = $1`;

/** How soon another worker goes on with the run of one that was killed, with settings as they come; and with what that is spent. */
export function takeoverCase(server: BenchServer): Case {
  return {
    name: 'takeover',
    headline: ({ total = Number.NaN }) => `started elsewhere after ${formatNumber(total)} s`,
    run: async () => {
      await using database = await server.freshDatabase();
      await using one = await BenchProcess.worker(database.url, 'worker-1', [hanging.name]);
      // So that the heartbeats of one and the watchdog of the other have nothing to do with each other.
      await rest(Math.random() * WATCHDOG_EVERY_MS);
      await using two = await BenchProcess.worker(database.url, 'worker-2', [hanging.name]);
      await using observer = await Observer.open(database.url);
      const { runId } = await observer.client.submit(hanging, { subject: 'subject' });
      await using trace = await observer.follow(runId);
      const { workerId } = (await trace.next('run.started')).event.data;
      await trace.next('step.started');
      // So that it is killed at any moment between two heartbeats.
      await rest(Math.random() * HEARTBEAT_EVERY_MS);
      const { rows } = await observer.pool.query<{ ageMs: number }>(HEARTBEAT_AGE, [workerId]);
      const killedMs = clockMs();
      await (workerId === 'worker-1' ? one : two).kill();
      const recovered = await trace.next('run.recovered');
      const started = await trace.next('run.started');
      await observer.client.cancel(runId);
      await trace.next('run.cancelled');
      const untilDeadMs = ORPHANED_AFTER_MS - (rows[0]?.ageMs ?? Number.NaN);
      return {
        total: (started.atMs - killedMs) / 1000,
        untilDead: untilDeadMs / 1000,
        untilSeen: (recovered.atMs - killedMs - untilDeadMs) / 1000,
        untilStarted: (started.atMs - recovered.atMs) / 1000,
      };
    },
  };
}
