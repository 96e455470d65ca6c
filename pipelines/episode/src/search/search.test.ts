import { VectorSpaceMismatchError } from '@telltale/vectors';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { libraryDatabase } from '../../test/library.ts';
import { TestEmbedder, TestVectors } from '../../test/meaning.ts';
import { entityIdOf, type ShelvedEpisode, shelve } from '../../test/shelf.ts';
import { stepRuns } from '../../test/step-runs.ts';
import { embed } from '../embed/index.ts';
import { type SearchQuestion, search } from './index.ts';

const db = libraryDatabase();
const runs = stepRuns(db);
const pool = () => db.pool({ max: 4 });
const vectors = new TestVectors();
let embedder = new TestEmbedder();
let lamps = '';
let cafe = '';

const services = () => ({ pool: pool(), embedder: async () => embedder, vectors: async () => vectors });

async function add(episode: ShelvedEpisode): Promise<string> {
  const id = await shelve(pool(), episode);
  await runs.result('embed', (step) => embed(step, services(), id));
  return id;
}

beforeAll(async () => {
  lamps = await add({
    ...{ title: 'Lamps', show: 'The Coast', language: 'en-GB', publishedAt: '2024-05-01T00:00:00Z' },
    audioUrl: 'https://cast.example/1.mp3#x',
    passages: [
      {
        text: 'The keeper trims the lamp at the lighthouses of the north.',
        speaker: 'Ruth',
        mentions: ['Ada', 'Bell'],
      },
      { text: 'A beacon is a lantern, and its light is a light.', speaker: 'Tom' },
      'The baker has flour in his oven.',
    ],
  });
  cafe = await add({
    ...{ title: 'Café', show: 'Music Hour', language: 'de', publishedAt: '2025-05-01T00:00:00Z' },
    passages: [
      { text: "A trumpet plays jazz, it's a song of the sea and of the lamp.", mentions: ['Ada'] },
      '👩‍🚀 the lamp',
    ],
  });
  await shelve(pool(), { isReady: false, passages: ['The lamp of an episode that is not ready.'] });
});

beforeEach(() => {
  embedder = new TestEmbedder();
  vectors.failure = null;
});

async function find(question: Partial<SearchQuestion>) {
  const asked = { text: 'lamp', mode: 'hybrid', limit: 20, ...question } as const;
  return await search(services(), asked, { signal: new AbortController().signal });
}

async function texts(question: Partial<SearchQuestion>): Promise<readonly string[]> {
  return (await find(question)).hits.map(({ text }) => text);
}

test('a hit has all that a reader wants of it', async () => {
  const { hits, degraded } = await find({ text: 'keeper lamp' });
  expect(degraded).toBeNull();
  expect(hits[0]).toEqual({
    passageId: expect.any(Number),
    episode: {
      episodeId: lamps,
      title: 'Lamps',
      showName: 'The Coast',
      publishedAt: '2024-05-01T00:00:00.000Z',
      language: 'en-GB',
      imageUrl: null,
      coverUrl: null,
    },
    text: 'The keeper trims the lamp at the lighthouses of the north.',
    highlights: [
      { start: 4, end: 10 },
      { start: 21, end: 25 },
    ],
    speakers: ['Ruth'],
    startS: 0,
    endS: 30,
    link: `/episodes/${lamps}?t=0`,
    audioUrl: 'https://cast.example/1.mp3#t=0',
    entities: [
      { entityId: await entityIdOf(pool(), 'Ada'), type: 'person', name: 'Ada' },
      { entityId: await entityIdOf(pool(), 'Bell'), type: 'person', name: 'Bell' },
    ],
    score: expect.any(Number),
    ranks: { words: 1, meaning: expect.any(Number) },
    similarity: expect.any(Number),
  });
});

describe('words', () => {
  const words = (text: string) => texts({ text, mode: 'words' });

  test('match as beginnings, and all of them', async () => {
    expect(await words('lighthouse')).toEqual([expect.stringContaining('lighthouses')]);
    expect(await words('lamp keeper')).toEqual([expect.stringContaining('keeper')]);
    expect(await words('lamp baker')).toEqual([]);
  });

  test('can be a phrase, one of several, or left out', async () => {
    expect(await words('"the keeper"')).toHaveLength(1);
    expect(await words('"keeper the"')).toEqual([]);
    expect(await words('keeper or baker')).toHaveLength(2);
    expect(await words('lamp -keeper -trumpet')).toEqual(['👩‍🚀 the lamp']);
  });

  test('are shown where they stand, beside characters of any width', async () => {
    const { hits } = await find({ text: 'lamp -keeper -trumpet', mode: 'words' });
    const [{ text = '', highlights = [] } = {}] = hits;
    expect(highlights.map(({ start, end }) => text.slice(start, end))).toEqual(['lamp']);
  });

  test.each(["it's", '\0', '"', 'a & b | !', "'; DROP", '<-> lamp:*', '-', ') (', '🎺', 'lamp\\'])(
    '%j are words like any other',
    async (text) => {
      expect(await words(text)).toEqual(expect.any(Array));
    },
  );
});

test('meaning finds what has none of the words', async () => {
  const [nearest] = (await find({ text: 'bread' })).hits;
  expect(nearest).toMatchObject({ text: expect.stringContaining('baker'), ranks: { words: null, meaning: 1 } });
  const { hits } = await find({ text: 'flour' });
  expect(hits[0]).toMatchObject({ text: expect.stringContaining('baker'), ranks: { words: 1, meaning: 1 } });
});

test('what has neither its words nor to do with it is not found', async () => {
  expect(await texts({ text: 'bread' })).toEqual([expect.stringContaining('baker')]);
});

describe('a filter', () => {
  const of = async (question: Partial<SearchQuestion>) => [
    ...new Set((await find(question)).hits.map(({ episode }) => episode.title)),
  ];

  test.each(['hybrid', 'words', 'meaning'] as const)('leaves what it asks for, by %s', async (mode) => {
    expect(await of({ mode, show: 'the coast' })).toEqual(['Lamps']);
    expect(await of({ mode, episode: cafe })).toEqual(['Café']);
    expect(await of({ mode, language: 'en' })).toEqual(['Lamps']);
    expect(await of({ mode, from: '2025-01-01T00:00:00Z' })).toEqual(['Café']);
    expect(await of({ mode, to: '2025-01-01T00:00:00Z' })).toEqual(['Lamps']);
    expect(await of({ mode, entity: await entityIdOf(pool(), 'Bell') })).toEqual(['Lamps']);
    expect(await of({ mode, show: 'nobody' })).toEqual([]);
  });
});

describe('where meaning cannot be searched', () => {
  test.each([
    ['the embedder', () => (embedder.failure = new Error('The model is gone.'))],
    ['the store', () => (vectors.failure = new Error('The model is gone.'))],
  ])('because of %s, words are, and it says so', async (_, fail) => {
    fail();
    const { hits, degraded } = await find({});
    expect(degraded).toBe('Only words were searched, not meaning: The model is gone.');
    expect(hits.map(({ ranks }) => ranks.meaning)).toEqual([null, null, null]);
    expect(await find({ mode: 'words' })).toMatchObject({ degraded: null });
  });

  test('because the vectors are of another embedder, it says what to do', async () => {
    vectors.failure = new VectorSpaceMismatchError('Qdrant', { model: 'a', dimensions: 3 }, embedder.space, 'Do it.');
    expect((await find({})).degraded).toMatch(
      /^Only words were searched, not meaning: Qdrant holds vectors of a .+\. Run "telltale reindex"\.$/,
    );
  });

  test('because the store is a new one, it says that nothing is indexed there, and what to do', async () => {
    const held = new Map(vectors.points);
    vectors.points.clear();
    const { hits, degraded } = await find({});
    for (const [owner, points] of held) vectors.points.set(owner, points);
    expect(degraded).toBe(
      'Only words were searched, not meaning: nothing is indexed in memory of the test. Run "telltale reindex".',
    );
    expect(hits).toHaveLength(3);
  });

  test('as the embedder does not know the language that is asked for, it says so', async () => {
    embedder = new TestEmbedder({ languages: ['en'] });
    expect(await find({ language: 'de' })).toMatchObject({
      hits: [{ episode: { title: 'Café' } }, { episode: { title: 'Café' } }],
      degraded: 'Only words were searched, not meaning: concepts of the test knows English alone.',
    });
    expect(await find({ language: 'en' })).toMatchObject({ degraded: null });
  });
});

test('what was deleted since its vectors were stored is in no answer', async () => {
  const id = await add({ title: 'Gone', passages: ['An ocean of waves.'] });
  await db.query('DELETE FROM telltale_episode.episode WHERE id = $1', [id]);
  expect(await texts({ text: 'ocean waves' })).not.toContain('An ocean of waves.');
});
