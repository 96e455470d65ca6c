import { definePipeline } from '@telltale/engine';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { libraryDatabase } from '../../test/library.ts';
import { stepRuns } from '../../test/step-runs.ts';
import { ensureEpisode, episodeOf, keepUpload } from '../store/ensure-episode.ts';
import { removeIdleUploads } from './idle-uploads.ts';

const db = libraryDatabase();
const runs = stepRuns(db);
const { signal } = new AbortController();

/** A file that was sent so many days ago. */
async function uploaded(letter: string, daysAgo: number): Promise<string> {
  const sha256 = letter.repeat(64);
  await db.query(
    `INSERT INTO telltale_episode.media (sha256, location, bytes, content_type, wanted_at)
     VALUES ($1, $1, 1, 'audio/mpeg', now() - make_interval(days => $2))`,
    [sha256, daysAgo],
  );
  return sha256;
}

async function round(): Promise<readonly string[]> {
  const removed: string[] = [];
  const media = { remove: async (sha256: string) => void removed.push(sha256) };
  await removeIdleUploads({ pool: db.pool(), media }, { signal });
  return removed;
}

test('a file that was sent goes after a week, unless an episode has it or somebody submitted it since', async () => {
  const idle = await uploaded('a', 8);
  await uploaded('b', 6);
  const used = await uploaded('c', 8);
  const input = { upload: used, name: 'talk.mp3' };
  await ensureEpisode(db.pool(), await episodeOf(db.pool(), input), input);
  const submitted = await uploaded('d', 8);
  await keepUpload(db.pool(), { upload: submitted, name: 'talk.mp3' });
  expect(await round()).toEqual([idle]);
});

test('a file that a run waits to take stays, however long that takes', async () => {
  const sha256 = await uploaded('e', 30);
  // Nobody takes it from its queue.
  const waiting = definePipeline({
    name: 'episode',
    version: '1',
    input: z.object({ upload: z.string(), name: z.string() }),
    subject: (input) => episodeOf(db.pool(), input),
    steps: ['fetch_details'],
    run: async () => undefined,
  });
  const { runId } = await runs.client.submit(waiting, { upload: sha256, name: 'talk.mp3' });
  expect(await round()).not.toContain(sha256);
  await runs.client.cancel(runId);
  expect(await round()).toContain(sha256);
});
