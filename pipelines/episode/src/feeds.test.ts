import { EPISODES } from '@telltale/testing/podcasts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { libraryDatabase } from '../test/library.ts';
import { Stage } from '../test/stage.ts';
import { EPISODE_STEPS } from './index.ts';

const ALL = Object.values(EPISODES);

/** A stage of its own, on which somebody works, for the tests of a block. */
function stageOfBlock(): { readonly stage: () => Stage; readonly episodes: () => Promise<readonly string[]> } {
  const db = libraryDatabase();
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open(db);
    await stage.workHere();
  });
  afterAll(() => stage[Symbol.asyncDispose]());
  return {
    stage: () => stage,
    /** The titles of all, once all runs have ended and left them ready. */
    episodes: async () => {
      for (const runId of await stage.runsOf('episode')) await stage.client.wait(runId);
      await stage.library.workRemovals({ signal: new AbortController().signal });
      expect(await stage.flaws()).toEqual([]);
      const { rows } = await db.query<{ title: string; ready: boolean }>(
        'SELECT title, ready_at IS NOT NULL AS ready FROM telltale_episode.episode ORDER BY published_at',
      );
      expect(rows.filter(({ ready }) => !ready)).toEqual([]);
      return rows.map(({ title }) => title);
    },
  };
}

describe.for(['rss', 'atom', 'json'] as const)('the %s feed', (kind) => {
  const { stage, episodes } = stageOfBlock();

  test('gives a run to each of its newest episodes, once', async () => {
    expect(await stage().takeFeed(stage().world.feedUrl(kind), 2)).toBe(2);
    expect(await episodes()).toEqual(ALL.slice(-2).map(({ title }) => title));
    // They are ready: there is nothing to do.
    expect(await stage().takeFeed(stage().world.feedUrl(kind), 2)).toBe(0);
  });
});

describe('an episode that comes by several ways', () => {
  const { stage, episodes } = stageOfBlock();

  test('is the one that its page made: what the feed says of it is not done once more', async () => {
    const { client, world } = stage();
    const { guid, title } = EPISODES.static;
    const episodeId = await stage().episodeOf(await stage().submit({ url: stage().urlOf('static') }));
    const { sources, ...made } = await stage().made(episodeId);
    const runId = await stage().submit({ feed: world.feedUrl('rss'), guid });
    expect(await client.wait(runId)).toMatchObject({ result: { episodeId, sameAs: episodeId } });
    const { steps } = await client.view(runId);
    const done = steps.filter(({ state }) => state === 'succeeded').map(({ name }) => name);
    expect(done).toEqual(EPISODE_STEPS.slice(0, 1));
    expect(await stage().made(episodeId)).toEqual({ ...made, sources: [`guid ${guid}`, ...sources] });
    expect(await episodes()).toEqual([title]);
    // From now on its guid leads to it, whichever feed that is read in.
    expect(await stage().submit({ feed: world.feedUrl('json'), guid })).toMatch(episodeId);
  });

  test('is one, though all of them come at once', async () => {
    const { world } = stage();
    const { guid, title } = EPISODES.feedOnly;
    const feeds = (['rss', 'atom', 'json'] as const).map((kind) => ({ feed: world.feedUrl(kind), guid }));
    const runs = await Promise.all(
      [{ url: stage().urlOf('feed only') }, ...feeds].map((input) => stage().submit(input)),
    );
    const ids = await Promise.all(runs.map((runId) => stage().episodeOf(runId)));
    expect(new Set(ids).size).toBe(1);
    expect(await episodes()).toEqual([EPISODES.static.title, title]);
  });

  test('is made from its feed, if its page was not enough', async () => {
    const { world } = stage();
    const { guid, key, title } = EPISODES.scripted;
    const runId = await stage().submit({ url: stage().urlOf('JS player') });
    expect(await stage().failure(runId)).toMatchObject({ code: 'download_failed' });
    const episodeId = await stage().episodeOf(await stage().submit({ feed: world.feedUrl('rss'), guid }));
    expect(runId).toContain(episodeId);
    expect(await episodes()).toContain(title);
    const { row } = await stage().made(episodeId);
    expect(row).toMatchObject({ audio_url: world.sites.url('media', `/${key}.mp3`) });
  });

  test('is one, though the whole feed is read once more, and then its page', async () => {
    const titles = ALL.map(({ title }) => title);
    expect(await stage().takeFeed(stage().world.feedUrl('rss'))).toBe(ALL.length - 3);
    expect(await episodes()).toEqual(titles);
    for (const { key } of ALL) await stage().submit({ url: stage().world.sites.url('harbour', `/${key}`) });
    expect(await episodes()).toEqual(titles);
  });
});
