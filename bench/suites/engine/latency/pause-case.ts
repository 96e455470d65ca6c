import { setTimeout as rest } from 'node:timers/promises';
import type { BenchServer } from '../../../harness/bench-server.ts';
import type { Case } from '../../../harness/case.ts';
import { clockMs } from '../../../harness/clock.ts';
import { formatNumber } from '../../../harness/format.ts';
import { sampleFigures } from '../../../harness/sample-figures.ts';
import { Observer } from '../observer.ts';
import { endless } from '../pipelines/index.ts';
import { BenchProcess } from '../processes/bench-process.ts';

const WARM_UP_PAUSES = 3;

/** How long it works between being resumed and being paused, in ms: at least, and at most that much more. */
const WORK_MS = 50;

/**
 * How soon a run pauses that is in the middle of 20 items: `pause` takes the call, `paused` is from the call to the arrival
 * of the event in this process, `resumed` from the call of resume to the arrival of the next start.
 */
export function pauseCase(server: BenchServer, pauses: number): Case {
  return {
    name: 'pause',
    headline: ({ pausedP50 = Number.NaN, pausedP99 = Number.NaN }) =>
      `paused p50 ${formatNumber(pausedP50)} ms, p99 ${formatNumber(pausedP99)} ms`,
    run: async () => {
      await using database = await server.freshDatabase();
      await using worker = await BenchProcess.worker(database.url, 'worker-1', [endless.name]);
      await using observer = await Observer.open(database.url);
      const { client } = observer;
      const { runId } = await client.submit(endless, { subject: 'subject' });
      await using trace = await observer.follow(runId);
      await trace.next('step.started');
      const samples = { pause: [] as number[], paused: [] as number[], resumed: [] as number[] };
      for (let n = 0; n < WARM_UP_PAUSES + pauses; n += 1) {
        await rest(WORK_MS + Math.random() * WORK_MS);
        const calledMs = clockMs();
        await client.pause(runId);
        const answeredMs = clockMs();
        const paused = await trace.next('run.paused');
        const resumedMs = clockMs();
        await client.resume(runId);
        const started = await trace.next('run.started');
        if (n < WARM_UP_PAUSES) continue;
        samples.pause.push(answeredMs - calledMs);
        samples.paused.push(paused.atMs - calledMs);
        samples.resumed.push(started.atMs - resumedMs);
      }
      await client.cancel(runId);
      await trace.next('run.cancelled');
      await worker.stop();
      return sampleFigures(samples);
    },
  };
}
