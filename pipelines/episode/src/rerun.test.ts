import { inTransaction } from '@telltale/ledger';
import { waitForRows } from '@telltale/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { libraryDatabase } from '../test/library.ts';
import type { MadeEpisode } from '../test/library-state.ts';
import { Stage } from '../test/stage.ts';
import { EPISODE_STEPS } from './create-episode.ts';
import { forgetEpisode } from './store/forget-episode.ts';

const db = libraryDatabase();
const { signal } = new AbortController();
let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open(db);
  await stage.workHere();
});
afterAll(() => stage[Symbol.asyncDispose]());

/** The file is not downloaded twice, and the second run says so. */
function withoutDownload({ row, ...made }: MadeEpisode): object {
  return { ...made, row: { ...row, used: { ...(row.used as object), download: null } } };
}

test.for([
  { name: 'feed only', steps: EPISODE_STEPS },
  // Its page names the dead link again.
  { name: 'dead link, live in an index', steps: ['fetch_details', 'download'] },
])(
  'an episode ($name) that is run again from any step is the same, and nothing is there twice',
  async ({ name, steps }) => {
    const runId = await stage.submit({ url: stage.urlOf(name) });
    const episodeId = await stage.episodeOf(runId);
    const made = await stage.made(episodeId);
    expect(made.row).toMatchObject({ isReady: true });
    for (const fromStep of steps) {
      const again = await stage.client.rerun(runId, { fromStep });
      expect(await stage.episodeOf(again.runId)).toBe(episodeId);
      expect(withoutDownload(await stage.made(episodeId)), `again from ${fromStep}`).toEqual(withoutDownload(made));
    }
    expect(await stage.flaws()).toEqual([]);
  },
);

test('an episode of which a person knows where its audio is goes on from there, and keeps what else that person said', async () => {
  const runId = await stage.submit({ url: stage.urlOf('cookie wall') });
  expect(await stage.failure(runId)).toMatchObject({ code: 'download_failed' });
  const episodeId = (await stage.client.reader.getRun(runId))?.subject ?? '';
  const changes = { title: 'A title of my own', audioUrl: stage.world.sites.url('media', '/cookie-wall.mp3') };
  await stage.library.editEpisode({ episodeId, changes, by: 'ann' });
  expect(await stage.episodeOf((await stage.client.retry(runId)).runId)).toBe(episodeId);
  const { readyAt, used, ...made } = await stage.library.getEpisode({ episodeId });
  expect(made).toMatchObject(changes);
  expect({ isReady: readyAt !== null, used }).toMatchObject({
    isReady: true,
    used: {
      fetch_details: { edited: ['title', 'audioUrl'], editedBy: 'ann' },
      download: { with: 'the address in the details' },
    },
  });
  expect(await stage.flaws()).toEqual([]);
});

test('an episode that was deleted is not made again by halves: a run from the middle of it fails, a new one makes it anew', async () => {
  const url = stage.urlOf('static');
  const runId = await stage.submit({ url });
  const episodeId = await stage.episodeOf(runId);
  expect(await stage.library.deleteEpisode({ episodeId }, { signal })).toEqual({ episodeId, left: [] });
  expect(await stage.flaws()).toEqual([]);
  for (const fromStep of EPISODE_STEPS.slice(1)) {
    const again = await stage.client.rerun(runId, { fromStep });
    const { code, message } = await stage.failure(again.runId);
    expect(code).toBe('episode_not_found');
    expect(message).toMatch(`Error in step ${fromStep}: The library has no episode ${episodeId}. Next: `);
  }
  expect(await stage.episodeOf(await stage.submit({ url }))).toBe(episodeId);
  expect(await stage.flaws()).toEqual([]);
});

test('an episode is not deleted while a run works on it; where it is gone all the same, the run says so', async () => {
  const { sites } = stage.world;
  const runId = await stage.submit({ url: sites.url('media', '/held/json-ld.m4a') });
  const text = `SELECT FROM telltale.action WHERE tool = 'fetch_audio' AND outcome = 'running'`;
  await waitForRows(db.pool(), { text });
  const episodeId = (await stage.client.reader.getRun(runId))?.subject ?? '';
  await expect(stage.library.deleteEpisode({ episodeId }, { signal })).rejects.toMatchObject({ code: 'episode_busy' });
  expect(await inTransaction(stage.services.pool, (transaction) => forgetEpisode(transaction, episodeId))).toBe(true);
  sites.gate('held-json-ld').open();
  expect(await stage.failure(runId)).toMatchObject({
    code: 'episode_not_found',
    message: expect.stringMatching(/^Error in step download/),
  });
});
