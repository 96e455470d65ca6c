import { createLocalArtifactStore, createWorker } from '@telltale/engine';
import { createClient } from '@telltale/engine/client';
import { createEpisode, openEpisodeServices } from '@telltale/episode';
import { parentChannel } from '@telltale/testing/child';
import pg from 'pg';
import type { Figures } from '../../../harness/case.ts';
import { clockMs } from '../../../harness/clock.ts';
import { logProblems } from '../../engine/log-problems.ts';
import type { FromSampleProcess, SampleOrder, ToSampleProcess } from './messages.ts';

/** A worker that makes episodes as it is installed, without any service: argv is a `SampleOrder`. */
const { url, folder } = JSON.parse(process.argv[2] ?? '{}') as SampleOrder;
process.noDeprecation = true; // See run.ts.
const parent = parentChannel<FromSampleProcess, ToSampleProcess>();
const pool = new pg.Pool({ connectionString: url });
const artifacts = createLocalArtifactStore({ folder });
const services = await openEpisodeServices({
  pool,
  artifacts,
  workFolder: folder,
  model: async () => null,
  outbound: { allowPrivate: ['127.0.0.1'] },
});
const episode = createEpisode({ services: async () => services });
const worker = await createWorker({ url, pipelines: [episode], artifacts, hooks: { log: logProblems } });
const client = await createClient({ url });

let stopped = false;
const stop = parent.message('stop').then(() => {
  stopped = true;
  return null;
});
await parent.send({ type: 'ready' });
for (;;) {
  const order = await Promise.race([stop, parent.message('make')]);
  if (stopped || order === null) break;
  await parent.send({ type: 'made', figures: await make(order.page) });
}
await worker.stop();
await client.close();
await services[Symbol.asyncDispose]();
await pool.end();
parent.close();

async function make(page: string): Promise<Figures> {
  const startedMs = clockMs();
  const { runId } = await client.submit(episode, { url: page });
  const end = await client.wait(episode, runId);
  const total = clockMs() - startedMs;
  if (end.state !== 'succeeded') throw new Error(`run ${runId} has ${end.state}`);
  const { events } = await client.reader.readEvents(runId, { types: ['step.succeeded'] });
  const steps = events.flatMap(({ type, step, data }) =>
    type === 'step.succeeded' && step !== null ? [[step, data.durationMs] as const] : [],
  );
  return { total, ...Object.fromEntries(steps) };
}
