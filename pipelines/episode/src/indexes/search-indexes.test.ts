import { OutboundPolicy } from '@telltale/outbound';
import { type CatalogueEpisode, PodcastIndexes } from '@telltale/testing/podcasts';
import { startSites } from '@telltale/testing/web';
import { expect, onTestFinished, test } from 'vitest';
import { libraryDatabase } from '../../test/library.ts';
import { stepRuns } from '../../test/step-runs.ts';
import { type IndexSettings, openIndexes } from './open-indexes.ts';
import type { IndexQuery } from './podcast-index.ts';
import { searchIndexes } from './search-indexes.ts';

const db = libraryDatabase();
const runs = stepRuns(db);

const FOG: CatalogueEpisode = {
  title: 'Fog and Horn',
  show: 'The Lamp',
  guid: 'tag:lamp.example,2024:fog',
  feedUrl: 'https://lamp.example/feed',
  audioUrl: 'https://cdn.example/fog.mp3',
  pageUrl: 'https://lamp.example/fog',
  durationS: 90,
};
const CATALOGUE: readonly CatalogueEpisode[] = [
  FOG,
  { title: 'Fog without sound', show: FOG.show, guid: 'silent', feedUrl: FOG.feedUrl },
  { ...FOG, title: 'Oil', guid: 'oil', audioUrl: 'https://cdn.example/oil.mp3' },
];
const QUERY: IndexQuery = { title: 'Fog and Horn', show: 'The Lamp', guid: null, publishedAt: null };
const ALL = ['itunes', 'fyyd', 'podcastindex'];
const KEYS = { podcastindexKey: 'key', podcastindexSecret: 'secret' };

async function open(settings: IndexSettings = { names: ALL, ...KEYS }) {
  const standIns = new PodcastIndexes({ catalogue: CATALOGUE, fyydKey: 'token' });
  const sites = await startSites({ extra: standIns.sites });
  onTestFinished(() => sites.close());
  const outbound = new OutboundPolicy({ allowPrivate: sites.hosts, lookup: sites.lookup });
  const baseUrls = {
    apple_podcasts: sites.url('apple'),
    fyyd: sites.url('fyyd'),
    podcastindex: sites.url('podcastindex'),
  };
  const indexes = openIndexes({ baseUrls, ...settings }, { outbound });
  const search = async (query: IndexQuery = QUERY) => {
    const { runId, end } = await runs.end('download', (step) => searchIndexes(step, indexes, query));
    if (end.state !== 'succeeded') throw new Error('a search never fails');
    const { actions } = await runs.client.reader.listActions({ runId });
    return { hits: end.result, actions: actions.toReversed().map(({ tool, state }) => [tool, state]) };
  };
  return { standIns, sites, search, indexes };
}

test('all indexes are asked, and each audio file is told once, by the first that has it', async () => {
  const { search, sites } = await open();
  const { hits, actions } = await search();
  expect(hits).toEqual([
    {
      index: 'apple_podcasts',
      title: 'Fog and Horn',
      show: 'The Lamp',
      audioUrl: 'https://cdn.example/fog.mp3',
      audioType: 'audio',
      guid: 'tag:lamp.example,2024:fog',
      publishedAt: '2024-05-01T06:00:00.000Z',
      durationS: 90,
      pageUrl: expect.stringContaining('podcasts.apple.com'),
      feedUrl: 'https://lamp.example/feed',
    },
  ]);
  expect(actions).toEqual([
    ['search_apple_podcasts', 'success'],
    ['search_fyyd', 'success'],
    ['search_podcastindex', 'success'],
  ]);
  expect(sites.requests.every(({ headers }) => String(headers['user-agent']).startsWith('Telltale'))).toBe(true);
  expect(sites.problems).toEqual([]);
});

test('podcastindex is asked by guid first if that is unique, and by words only if that gives nothing', async () => {
  const { search, sites } = await open({ names: ['podcastindex'], ...KEYS });
  const paths = () => sites.requests.splice(0).map(({ path }) => path.replace('/api/1.0/', ''));
  expect((await search({ ...QUERY, guid: FOG.guid })).hits).toMatchObject([{ guid: FOG.guid, show: 'The Lamp' }]);
  expect(paths()).toEqual(['episodes/byguid']);
  expect((await search({ ...QUERY, guid: 'urn:unknown' })).hits).toMatchObject([{ title: 'Fog and Horn' }]);
  expect(paths()).toEqual(['episodes/byguid', 'search/byterm', 'episodes/byfeedid']);
  await search({ ...QUERY, guid: '42' });
  expect(paths()).toEqual(['search/byterm', 'episodes/byfeedid']);
});

test('an index that fails, refuses, is busy or talks nonsense gives nothing, and the others are asked all the same', async () => {
  const { search, standIns } = await open();
  standIns.behave('apple_podcasts', 'rate-limited');
  standIns.behave('fyyd', 'malformed');
  const { hits, actions } = await search();
  expect(hits).toMatchObject([{ index: 'podcastindex', title: 'Fog and Horn' }]);
  expect(actions.map(([, state]) => state)).toEqual(['error', 'error', 'success']);
});

test.each([
  ['fails', 'podcastindex cannot answer (500).'],
  ['unauthorized', 'podcastindex refuses the credentials (401).'],
  ['rate-limited', 'podcastindex wants to be asked less often (429).'],
  ['malformed', 'podcastindex sent an answer of an unknown form.'],
] as const)('an index that %s is told as that', async (how, message) => {
  const { standIns, indexes } = await open({ names: ['podcastindex'], ...KEYS });
  standIns.behave('podcastindex', how);
  const [index] = indexes;
  await expect(index?.search({ ...QUERY, signal: new AbortController().signal })).rejects.toMatchObject({
    code: 'index_failed',
    message,
  });
});

test('who cancels waits for no index', async () => {
  const { standIns, sites, indexes } = await open();
  standIns.behave('fyyd', 'hangs');
  const runId = await runs.start('download', (step) => searchIndexes(step, indexes, QUERY));
  await sites.gate('index-fyyd').reached();
  await runs.client.cancel(runId);
  expect(await runs.client.wait(runId)).toMatchObject({ state: 'cancelled' });
  sites.gate('index-fyyd').open();
});

test('wrong keys are refused, right ones sign each request', async () => {
  const refused = await open({
    names: ['podcastindex', 'fyyd'],
    podcastindexKey: 'key',
    podcastindexSecret: 'wrong',
    fyydKey: 'wrong',
  });
  expect((await refused.search()).actions.map(([, state]) => state)).toEqual(['error', 'error']);
  const taken = await open({ names: ['fyyd'], fyydKey: 'token' });
  expect((await taken.search()).hits).toMatchObject([{ index: 'fyyd', show: null }]);
});

test('an index without its credentials is not asked, and a failure of the step says why', async () => {
  const { indexes } = await open({ names: ['podcastindex'] });
  const { message } = await runs.failure('download', async (step) => {
    await searchIndexes(step, indexes, QUERY);
    throw new Error('nothing was found');
  });
  expect(message).toContain('Tried: podcastindex (skipped, it needs a key and a secret).');
});

test('indexes are named in the order in which they are asked, each once; a name that is none is refused', async () => {
  const { indexes } = await open({ names: [' FYYD', 'apple', 'itunes', 'apple_podcasts'] });
  expect(indexes.map(({ name }) => name)).toEqual(['fyyd', 'apple_podcasts']);
  const outbound = new OutboundPolicy();
  expect(() => openIndexes({ names: ['spotify'] }, { outbound })).toThrow(
    expect.objectContaining({ code: 'index_name_invalid' }),
  );
  expect(openIndexes({}, { outbound })).toEqual([]);
});
