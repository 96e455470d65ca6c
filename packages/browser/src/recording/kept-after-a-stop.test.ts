import { join } from 'node:path';
import {
  type Client,
  createClient,
  createLocalArtifactStore,
  createWorker,
  definePipeline,
  type Worker,
} from '@telltale/engine';
import { testDatabase, waitForRows } from '@telltale/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { describeWithBrowser, sessionsFolder } from '../../test/sessions.ts';
import { withBrowser } from '../session/with-browser.ts';
import { pageProblem } from '../tools/page-problem.ts';
import type { SessionSummary } from './session-summary.ts';

const db = testDatabase();
const folder = await sessionsFolder();

describeWithBrowser('of a session in a run', () => {
  const artifacts = createLocalArtifactStore({ folder: join(folder, 'artifacts') });
  const looking = Promise.withResolvers<void>();
  const ends: SessionSummary[] = [];
  const browse = definePipeline({
    name: 'browse',
    version: '1',
    input: z.object({ end: z.enum(['ask', 'hang']) }),
    subject: ({ end }) => end,
    steps: ['look'],
    run: ({ step, input }) =>
      step('look', async (s) => {
        const options = { folder: join(folder, 'sessions'), onEnd: (summary: SessionSummary) => ends.push(summary) };
        await withBrowser(s, options, async (session) => {
          await session
            .page()
            .goto('http://nowhere.invalid/')
            .catch(() => undefined);
          await s.action('screenshot', {}, () => session.capture('look'));
          // A stop is none of a page's problems.
          const asking = input.end === 'ask' ? s.ask('Which one?') : Promise.resolve();
          await asking.catch((error) => Promise.reject(pageProblem(error, { what: 'asking', limitMs: 1 })));
          looking.resolve();
          await session.act('wait', () => session.page().waitForSelector('#never'));
        });
      }),
  });
  let client: Client;
  let worker: Worker;

  beforeAll(async () => {
    client = await createClient({ url: db.url, artifacts });
    worker = await createWorker({ url: db.url, artifacts, pipelines: [browse] });
  });
  afterAll(async () => {
    await worker.stop({ graceMs: 0 });
    await client.close();
  });

  async function keptKinds(runId: string): Promise<string[]> {
    const { artifacts: kept } = await client.reader.listArtifacts({ runId });
    return kept.map(({ kind }) => kind).toSorted();
  }

  test('all is kept when the step asks a person, and when the run is cancelled', async () => {
    const asking = await client.submit(browse, { end: 'ask' });
    await waitForRows(db.pool({ max: 1 }), {
      text: `SELECT 1 FROM telltale.progress JOIN telltale.event USING (run) WHERE run_id = $1 AND type = 'run.paused'`,
      values: [asking.runId],
      until: (rows) => rows.length === 1,
    });
    expect(await keptKinds(asking.runId)).toEqual(['browser-trace', 'screenshot', 'thumbnail']);

    const hanging = await client.submit(browse, { end: 'hang' });
    await looking.promise;
    await client.cancel(hanging.runId);
    expect((await client.wait(hanging.runId)).state).toBe('cancelled');
    expect(await keptKinds(hanging.runId)).toEqual(['browser-trace', 'screenshot', 'thumbnail']);
    expect(ends.map(({ outcome }) => outcome)).toEqual(['terminated', 'terminated']);
  });
});
