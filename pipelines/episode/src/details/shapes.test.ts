import { PODCAST_SHAPES, type PodcastShape, startPodcastWorld } from '@telltale/testing/podcasts';
import { expect, onTestFinished, test } from 'vitest';
import { DetailsBench } from '../../test/details.ts';
import { libraryDatabase } from '../../test/library.ts';
import { stepRuns } from '../../test/step-runs.ts';

const db = libraryDatabase();
const runs = stepRuns(db);

async function fetched(shape: PodcastShape) {
  const world = await startPodcastWorld();
  onTestFinished(() => world[Symbol.asyncDispose]());
  const bench = new DetailsBench(db, runs, world.sites);
  return await bench.ofEpisode(await bench.known({ url: world.urlOf(shape) }));
}

const NONE = PODCAST_SHAPES.filter(({ episode }) => episode === null);
const EPISODES = PODCAST_SHAPES.filter(({ episode }) => episode !== null);

test.each(EPISODES)('without a model the episode of the shape "$name" has its title', async (shape) => {
  const { result, row } = await fetched(shape);
  expect(row.title).toBe(shape.episode?.title);
  // What only a browser or an index can find is the business of the download.
  expect(result?.outcome).toBe(row.audio_url === null ? 'partial' : 'ok');
  if (shape.audio === 'fetch') expect(result?.outcome).toBe('ok');
});

test.each(NONE)('without a model the page of the shape "$name" is known to be none', async (shape) => {
  const { report, row } = await fetched(shape);
  expect(report).toMatchObject({ outcome: shape.ends });
  expect(row.title).toBeNull();
});
