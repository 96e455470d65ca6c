import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@telltale/engine/client';
import { runChild } from '@telltale/testing';
import { expect, onTestFinished, test } from 'vitest';
import type { FromTranscribingWorker, TranscribingWorkerOptions } from '../../test/fixtures/transcribing-worker.ts';
import { libraryDatabase } from '../../test/library.ts';
import { writeSpokenAudio } from '../../test/spoken-audio.ts';
import { storeEpisode } from '../../test/stored-episode.ts';
import { transcribePipeline } from '../../test/transcribe-pipeline.ts';

const db = libraryDatabase();

/** For its name and its input: nobody runs it in this process. */
const pipeline = transcribePipeline(() => Promise.reject(new Error('nothing is transcribed here')));

test('after a worker was killed in the middle, another one hears only what is missing; no segment is there twice', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'telltale-transcribe-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'audio.wav');
  await writeSpokenAudio(path, 60);
  const episodeId = await storeEpisode(db);
  await db.query(
    `WITH file AS (
       INSERT INTO telltale_episode.media (sha256, location, bytes, content_type)
       VALUES (repeat('ab', 32), 'there', 3, 'audio/wav') RETURNING sha256
     )
     UPDATE telltale_episode.episode SET duration_s = 60, media = file.sha256 FROM file WHERE id = $1`,
    [episodeId],
  );
  const work = async (pieces: number) => {
    const options: TranscribingWorkerOptions = { url: db.url, path, folder, pieces };
    const file = new URL('../../test/fixtures/transcribing-worker.ts', import.meta.url);
    const child = runChild<FromTranscribingWorker, never>(file, { args: [JSON.stringify(options)] });
    return { child, workerId: (await child.message('ready')).workerId };
  };
  const heardBy = async ({ child }: Awaited<ReturnType<typeof work>>, count: number) => {
    const messages = await Promise.all(Array.from({ length: count }, () => child.message('heard')));
    return messages.map(({ piece }) => piece);
  };

  const first = await work(3);
  await using client = await createClient({ url: db.url });
  const { runId } = await client.submit(pipeline, { episodeId });
  const { piece: interrupted } = await first.child.message('waits');
  const before = await heardBy(first, 3);
  await first.child.kill();
  await db.query(`UPDATE telltale.worker SET heartbeat_at = now() - interval '41 seconds' WHERE worker_id = $1`, [
    first.workerId,
  ]);

  const second = await work(100);
  const end = await client.wait(pipeline, runId);
  const segments = end.state === 'succeeded' ? end.result.segments : 0;
  expect(segments).toBeGreaterThan(4);
  const after = await heardBy(second, segments - before.length);
  expect(after[0]).toBe(interrupted);
  const { rows } = await db.query('SELECT text FROM telltale_episode.segment WHERE episode_id = $1 ORDER BY index', [
    episodeId,
  ]);
  expect(rows.map(({ text }) => text)).toEqual([...before, ...after].map((piece) => `They say ${piece}.`));
  await second.child.kill();
});
