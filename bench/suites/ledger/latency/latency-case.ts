import { openRecorder } from '@telltale/ledger';
import { startChild } from '@telltale/testing/child';
import pg from 'pg';
import type { BenchServer } from '../../../harness/bench-server.ts';
import type { Case, Figures } from '../../../harness/case.ts';
import { clockMs } from '../../../harness/clock.ts';
import { collectGarbage } from '../../../harness/collect-garbage.ts';
import { formatNumber } from '../../../harness/format.ts';
import { quantile } from '../../../harness/statistics.ts';
import { atSteadyRate } from '../../../harness/steady-rate.ts';
import { makeRun, STEP } from '../make-run.ts';
import type { FromSubscriber, ToSubscriber } from './subscriber.ts';

const SUBSCRIBER = new URL('./subscriber.ts', import.meta.url);
const WARM_UP_SECONDS = 0.5;
const CHILD_TIMEOUT_MS = 60_000;

/** How old an event is when a subscriber in another process has it, at so many events a second. */
export function latencyCase(server: BenchServer, perSecond: number, seconds: number): Case {
  return {
    name: `latency-${perSecond}`,
    headline: ({ p50 = Number.NaN, p99 = Number.NaN }) => `p50 ${formatNumber(p50)} ms, p99 ${formatNumber(p99)} ms`,
    run: async () => {
      await using database = await server.freshDatabase();
      const client = new pg.Client(database.url);
      await client.connect();
      const { runId, owner } = await makeRun(client, 'subject');
      await client.end();

      await using subscriber = startChild<FromSubscriber, ToSubscriber>(SUBSCRIBER, { args: [database.url, runId] });
      await using recorder = await openRecorder({ url: database.url });
      const run = recorder.run(runId, { owner });
      await subscriber.message('waiting', { timeoutMs: CHILD_TIMEOUT_MS });
      const send = (): void => {
        const fields = { sentMs: clockMs() };
        void run.event({
          type: 'log.written',
          step: STEP,
          data: { level: 'info', message: 'a line of a log', fields },
        });
      };
      await atSteadyRate(perSecond, WARM_UP_SECONDS, send);
      await run.flushed();
      const warmUpEvents = run.lastSeq - 1;
      collectGarbage();

      const before = await server.usage();
      await atSteadyRate(perSecond, seconds, send);
      await run.flushed();
      const after = await server.usage();
      await subscriber.send({ type: 'until', seq: run.lastSeq });
      const { ms } = await subscriber.message('delays', { timeoutMs: CHILD_TIMEOUT_MS });
      const delays = ms.slice(warmUpEvents);
      const events = run.lastSeq - 1 - warmUpEvents;
      if (delays.length !== events) throw new Error(`${events} events were written, and ${delays.length} arrived`);
      return {
        ...summary(delays),
        eventsPerSecond: events / seconds,
        clientMicrosecondsPerItem: (after.clientCpuMicroseconds - before.clientCpuMicroseconds) / events,
        serverMicrosecondsPerItem: (after.serverCpuMicroseconds - before.serverCpuMicroseconds) / events,
      };
    },
  };
}

function summary(delays: Float64Array): Figures {
  const sorted = delays.toSorted();
  return { p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99), max: quantile(sorted, 1) };
}
