import { setTimeout as rest } from 'node:timers/promises';
import type { BenchServer } from '../../../harness/bench-server.ts';
import type { Case } from '../../../harness/case.ts';
import { clockMs } from '../../../harness/clock.ts';
import { formatNumber } from '../../../harness/format.ts';
import { sampleFigures } from '../../../harness/sample-figures.ts';
import { Observer } from '../observer.ts';
import { prompt } from '../pipelines/index.ts';
import { BenchProcess } from '../processes/bench-process.ts';

export const WARM_UP_SUBMITS = 10;

/** Longest of the random rests between two submits, in ms: none comes at a moment that the one before has chosen. */
const MAX_REST_MS = 100;

/**
 * How soon a run begins that is submitted to an idle worker: `submit` takes the call, `started` is from its return to the
 * arrival of the event in this process, `begun` to the first line of the first step's body.
 */
export function startCase(server: BenchServer, submits: number): Case {
  return {
    name: 'start',
    headline: ({ startedP50 = Number.NaN, begunP50 = Number.NaN }) =>
      `started p50 ${formatNumber(startedP50)} ms, begun p50 ${formatNumber(begunP50)} ms`,
    run: async () => {
      await using database = await server.freshDatabase();
      await using worker = await BenchProcess.worker(database.url, 'worker-1', [prompt.name]);
      await using observer = await Observer.open(database.url);
      const samples = { submit: [] as number[], started: [] as number[], begun: [] as number[] };
      for (let n = 0; n < WARM_UP_SUBMITS + submits; n += 1) {
        const delays = await submitOne(observer, `subject-${n}`);
        if (n < WARM_UP_SUBMITS) continue;
        samples.submit.push(delays.submit);
        samples.started.push(delays.started);
        samples.begun.push(delays.begun);
      }
      await worker.stop();
      return sampleFigures(samples);
    },
  };
}

async function submitOne(observer: Observer, subject: string): Promise<Record<'submit' | 'started' | 'begun', number>> {
  await rest(Math.random() * MAX_REST_MS);
  const calledMs = clockMs();
  const { runId } = await observer.client.submit(prompt, { subject });
  const submittedMs = clockMs();
  await using trace = await observer.follow(runId);
  const { atMs } = await trace.next('run.started');
  const end = await observer.client.wait(prompt, runId);
  if (end.state !== 'succeeded') throw new Error(`run ${runId} has ${end.state}`);
  return { submit: submittedMs - calledMs, started: atMs - submittedMs, begun: end.result - submittedMs };
}
