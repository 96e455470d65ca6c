import { join } from 'node:path';
import { createClient } from '@telltale/engine/client';
import { runChild, waitForRows } from '@telltale/testing';
import { wav } from '@telltale/testing/web';
import { expect, onTestFinished, test } from 'vitest';
import { served } from '../../test/audio-site.ts';
import { downloadOnly } from '../../test/download-only.ts';
import { Downloads, sha256Of } from '../../test/downloads.ts';
import type { DownloadWorkerOptions, FromDownloadWorker } from '../../test/fixtures/download-worker.ts';
import { libraryDatabase } from '../../test/library.ts';

const db = libraryDatabase();
const AUDIO = wav(100);
const HALF = AUDIO.length / 2;

test('a worker that is killed in the middle of a file leaves what it had, and the next one goes on there', async () => {
  const stage = await Downloads.open(db, {
    '/a.wav': (visit) => served(visit, AUDIO, { gates: { bytes: HALF, names: ['middle'] } }),
  });
  const pipeline = downloadOnly(() => stage.services);
  const client = await createClient({ url: db.url, pipelines: [pipeline] });
  onTestFinished(() => client.close());
  const work = async () => {
    const given: DownloadWorkerOptions = {
      url: db.url,
      hosts: stage.sites.hosts,
      artifacts: join(stage.workFolder, '..', 'artifacts'),
      workFolder: stage.workFolder,
    };
    const file = new URL('../../test/fixtures/download-worker.ts', import.meta.url);
    const child = runChild<FromDownloadWorker>(file, { args: [JSON.stringify(given)] });
    return { child, ...(await child.message('ready')) };
  };

  const first = await work();
  const episodeId = await stage.episode({ audio_url: stage.url('/a.wav') });
  const { runId } = await client.submit(pipeline, { episodeId });
  const text = 'SELECT FROM telltale.progress WHERE run_id = $1 AND done >= $2';
  await waitForRows(db.pool(), { text, values: [runId, HALF] });
  await first.child.kill();
  await db.query(`UPDATE telltale.worker SET heartbeat_at = now() - interval '41 seconds' WHERE worker_id = $1`, [
    first.workerId,
  ]);

  stage.sites.gate('middle').open();
  await work();
  expect(await client.wait(runId)).toMatchObject({
    state: 'succeeded',
    result: { source: 'fetch', sha256: sha256Of(AUDIO), durationS: 100 },
  });
  expect(stage.asked('/a.wav')).toEqual(['0', String(HALF)]);
  const { actions } = await client.reader.listActions({ runId, tool: 'fetch_audio' });
  expect(actions.map(({ state, input }) => [state, input])).toEqual([
    ['success', { url: stage.url('/a.wav'), from: HALF }],
    ['interrupted', { url: stage.url('/a.wav') }],
  ]);
  expect(await stage.left()).toEqual([]);
});
