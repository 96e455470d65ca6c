import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient } from '@telltale/engine/client';
import { type Child, runChild, testDatabase, waitForRows } from '@telltale/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { audioFolder } from '../../test/audio.ts';
import type { FromHourWorker, HeardPiece, HourWorkerOptions, ToHourWorker } from '../../test/fixtures/hour-worker.ts';
import { HOUR_S, hourPipeline, writeHour } from '../../test/hour-of-audio.ts';
import { PCM_BYTES_PER_SECOND } from '../audio/pcm.ts';

const db = testDatabase();
const MEGABYTE = 1024 ** 2;
/** For its name and its input: nobody runs it in this process. */
const pipeline = hourPipeline(() => Promise.reject(new Error('nothing is transcribed here')));
let folder: string;
let path: string;
beforeAll(async () => {
  folder = await audioFolder();
  path = join(folder, 'hour.wav');
  await writeHour(path);
});
afterAll(() => rm(folder, { recursive: true }));

type HourWorker = Child<FromHourWorker, ToHourWorker>;

async function work(waitsIn: number | null): Promise<{ readonly worker: HourWorker; readonly rss: number }> {
  const options: HourWorkerOptions = { url: db.url, path, folder, waitsIn };
  const file = new URL('../../test/fixtures/hour-worker.ts', import.meta.url);
  const worker = runChild<FromHourWorker, ToHourWorker>(file, { args: [JSON.stringify(options)] });
  return { worker, rss: (await worker.message('ready')).rss };
}

async function heardBy(worker: HourWorker, count: number): Promise<readonly HeardPiece[]> {
  const messages = await Promise.all(Array.from({ length: count }, () => worker.message('heard')));
  return messages.map(({ piece }) => piece);
}

async function countItems(): Promise<number> {
  const { rows } = await db.query<{ count: number }>('SELECT count(*)::float8 AS count FROM telltale.item');
  return rows[0]?.count ?? 0;
}

test('an hour goes on with another worker after a pause and a kill: each second is heard once, in little memory', async () => {
  const first = await work(30);
  await using client = await createClient({ url: db.url });
  const { runId } = await client.submit(pipeline, { subject: 'hour' });
  await first.worker.message('waits');
  await client.pause(runId);
  await first.worker.send({ type: 'go' });
  const text = `SELECT FROM telltale.run WHERE run_id = $1 AND status = 'paused'`;
  await waitForRows(db.pool(), { text, values: [runId] });
  const before = await heardBy(first.worker, await countItems());
  await first.worker.kill();

  const second = await work(null);
  await client.resume(runId);
  const end = await client.wait(pipeline, runId);
  const segments = end.state === 'succeeded' ? end.result.segments : [];
  const after = await heardBy(second.worker, segments.length - before.length);
  await second.worker.kill();
  const heard = [...before, ...after];

  expect(before.length).toBeGreaterThanOrEqual(30);
  expect(after.length).toBeGreaterThan(0);
  expect(await countItems()).toBe(segments.length);
  const cuts = [0, ...segments.map((segment) => segment.end)];
  expect(segments.map(({ start }) => start)).toEqual(cuts.slice(0, -1));
  expect(cuts.at(-1)).toBe(HOUR_S);
  expect(heard.map(({ startMs }) => startMs / 1_000)).toEqual(cuts.slice(0, -1));
  expect(heard.reduce((sum, { audioBytes }) => sum + audioBytes, 0)).toBe(HOUR_S * PCM_BYTES_PER_SECOND);
  for (const [{ rss }, pieces] of [[first, before] as const, [second, after] as const]) {
    const most = Math.max(...pieces.map((piece) => piece.rss));
    // Its samples alone are 110 MB.
    expect((most - rss) / MEGABYTE).toBeLessThan(100);
  }
});
