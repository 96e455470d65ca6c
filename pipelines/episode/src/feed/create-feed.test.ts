import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalArtifactStore, createWorker, definePipeline } from '@telltale/engine';
import { createClient } from '@telltale/engine/client';
import { OutboundPolicy } from '@telltale/outbound';
import { type Site, startSites } from '@telltale/testing/web';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { libraryDatabase } from '../../test/library.ts';
import { ensureEpisode, episodeOf } from '../store/ensure-episode.ts';
import { createFeed } from './create-feed.ts';
import { keptEntry } from './keep-entries.ts';

const db = libraryDatabase();

/** Stands for the pipeline of episodes. */
const episode = definePipeline({
  name: 'heard',
  version: '1',
  input: z.object({ feed: z.string(), guid: z.string() }),
  subject: ({ guid }) => guid,
  steps: ['hear'],
  run: async ({ step, input }) => await step('hear', () => input.guid),
});

async function open(site: Site) {
  const sites = await startSites({ extra: { feeds: site } });
  onTestFinished(() => sites.close());
  const outbound = new OutboundPolicy({ allowPrivate: sites.hosts, lookup: sites.lookup });
  const feed = createFeed({ services: async () => ({ pool: db.pool(), outbound }), episode });
  const artifacts = createLocalArtifactStore({ folder: join(tmpdir(), `telltale-test-artifacts-${process.pid}`) });
  const worker = await createWorker({ url: db.url, pipelines: [feed, episode], artifacts });
  onTestFinished(() => worker.stop({ graceMs: 0 }));
  const client = await createClient({ pool: db.pool(), pipelines: [feed, episode] });
  onTestFinished(() => client.close());
  return { sites, feed, client };
}

function item(guid: string, day: number, audio = `<enclosure url="/${guid}.mp3" type="audio/mpeg"/>`): string {
  return `<item><title>${guid}</title><guid>${guid}</guid><pubDate>2024-05-0${day}</pubDate>${audio}</item>`;
}

test('a feed gets a run for each of its newest episodes, and what it says of them is kept', async () => {
  const body = `<rss version="2.0"><channel><title>Lamp</title>${item('a', 1)}${item('c', 3)}${item('b', 2)}${item('text', 4, '')}</channel></rss>`;
  const { sites, feed, client } = await open(() => ({ body }));
  const url = sites.url('feeds', '/feed');

  const { runId } = await client.submit(feed, { url, latest: 2 });
  expect(await client.wait(runId)).toMatchObject({
    state: 'succeeded',
    result: { show: 'Lamp', episodes: 2, ready: 0, started: 2 },
  });
  expect(await client.reader.getRun(runId)).toMatchObject({ title: 'Lamp' });
  for (const guid of ['c', 'b']) {
    expect(await client.wait(`heard-${guid}-run-1`)).toMatchObject({ state: 'succeeded', result: guid });
  }
  expect(await client.reader.getRun('heard-a-run-1')).toBeNull();
  expect(await keptEntry(db.pool(), url, 'c')).toMatchObject({
    isFresh: true,
    show: { title: 'Lamp' },
    entry: { guid: 'c', audioUrl: sites.url('feeds', '/c.mp3') },
  });
  expect(await keptEntry(db.pool(), url, 'a')).toBeNull();
  const { events } = await client.reader.readEvents(runId);
  const said = events.flatMap((event) => (event.type === 'log.written' ? [event.data.message] : []));
  expect(said).toEqual(['1 of 4 entries was left out: it has no audio.', '2 of 4 episodes were chosen.']);
});

test('episodes of a feed that are ready are left as they are; "latest" counts them all the same', async () => {
  const body = `<rss version="2.0"><channel><title>Lamp</title>${item('new', 3)}${item('urn:ready', 2)}${item('old', 1)}</channel></rss>`;
  const { sites, feed, client } = await open(() => ({ body }));
  const url = sites.url('feeds', '/again');
  for (const [guid, readyAt] of [
    ['urn:ready', '2024-06-01'],
    ['old', '2024-06-01'],
    ['new', null],
  ] as const) {
    const input = { feed: url, guid };
    const id = await episodeOf(db.pool(), input);
    await ensureEpisode(db.pool(), id, input);
    await db.query('UPDATE telltale_episode.episode SET ready_at = $2 WHERE id = $1', [id, readyAt]);
  }
  const { runId } = await client.submit(feed, { url, latest: 2 });
  expect(await client.wait(runId)).toMatchObject({ result: { episodes: 2, ready: 1, started: 1 } });
  expect(await client.wait('heard-new-run-1')).toMatchObject({ state: 'succeeded' });
  const { events } = await client.reader.readEvents(runId);
  const said = events.flatMap((event) => (event.type === 'log.written' ? [event.data.message] : []));
  expect(said).toEqual(['2 of 3 episodes were chosen.', 'Of these, 1 is ready already: nothing is done for it.']);

  await db.query('UPDATE telltale_episode.episode SET ready_at = now()');
  const again = await client.submit(feed, { url });
  expect(await client.wait(again.runId)).toMatchObject({ result: { episodes: 3, ready: 3, started: 0 } });
});

test('a feed without audio fails with what to do instead', async () => {
  const { sites, feed, client } = await open(() => ({
    body: `<rss version="2.0"><channel><title>Blog</title>${item('text', 1, '')}</channel></rss>`,
  }));
  const { runId } = await client.submit(feed, { url: sites.url('feeds', '/blog') });
  const why =
    /^Error in step read_feed: The feed .* cannot be read: none of its entries has audio\. Next: submit the page/;
  expect(await client.wait(runId)).toMatchObject({ error: { message: expect.stringMatching(why) } });
});
