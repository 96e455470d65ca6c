import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { createLocalArtifactStore } from '@telltale/engine';
import { createPool } from '@telltale/engine/client';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { libraryDatabase } from '../../test/library.ts';
import { TestEmbedder, TestVectors } from '../../test/meaning.ts';
import { entityIdOf, shelve } from '../../test/shelf.ts';
import { type MediaStore, openMedia } from '../media/index.ts';
import { noteUsed } from '../store/note-used.ts';
import { type EpisodeLibrary, openLibrary } from './index.ts';

const db = libraryDatabase();
const pool = () => db.pool({ max: 4 });
const { signal } = new AbortController();
const CONTENT = Buffer.from('0123456789');
const SHA256 = createHash('sha256').update(CONTENT).digest('hex');
let folder = '';
let media: MediaStore;
let vectors: TestVectors;
let library: EpisodeLibrary;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'telltale-library-'));
  const artifacts = createLocalArtifactStore({ folder: join(folder, 'artifacts') });
  media = await openMedia({ pool: pool(), artifacts, workFolder: join(folder, 'work') });
  const { location, bytes } = await artifacts.put({ runId: 'media-x-run-1', source: CONTENT });
  await db.query(
    `INSERT INTO telltale_episode.media (sha256, location, bytes, content_type) VALUES ($1, $2, $3, 'audio/mpeg')`,
    [SHA256, location, bytes],
  );
});

afterAll(() => rm(folder, { recursive: true }));

beforeEach(() => {
  vectors = new TestVectors();
  const embedder = async () => new TestEmbedder();
  library = openLibrary({ pool: pool(), media, embedder, vectors: async () => vectors, wikidata: null });
});

async function giveAudio(episodeId: string): Promise<void> {
  await db.query('UPDATE telltale_episode.episode SET media = $2 WHERE id = $1', [episodeId, SHA256]);
}

describe('the list of episodes', () => {
  const show = 'List of shows';
  const titles = async (options: Partial<Parameters<EpisodeLibrary['listEpisodes']>[0]> = {}) =>
    (await library.listEpisodes({ show, limit: 50, ...options })).episodes.map(({ title }) => title);

  beforeAll(async () => {
    await shelve(pool(), { show, title: 'undated 1' });
    await shelve(pool(), { show, title: 'old', publishedAt: '1965-01-01T00:00:00.123Z' });
    await shelve(pool(), { show, title: 'new', publishedAt: '2025-01-01T00:00:00Z', description: 'A lighthouse.' });
    await shelve(pool(), { show, title: 'undated 2', description: `${'x'.repeat(279)}👩‍🚀` });
    await shelve(pool(), { show, title: 'same day', publishedAt: '2025-01-01T00:00:00Z' });
    await shelve(pool(), { show, title: 'not ready', isReady: false });
  });

  const ORDER = ['same day', 'new', 'old', 'undated 2', 'undated 1'];

  test('has those published last first, then those without a date, and only what can be searched', async () => {
    expect(await titles()).toEqual(ORDER);
    expect(await titles({ all: true })).toContain('not ready');
    expect(await titles({ show: 'LIST OF SHOWS' })).toEqual(ORDER);
    expect(await titles({ show: 'another' })).toEqual([]);
  });

  test('has the one that is known by an address, however that is written, or by the content of a file', async () => {
    const id = await shelve(pool(), { show, title: 'known', isReady: false });
    await db.query(
      `INSERT INTO telltale_episode.episode_source (kind, value, episode_id)
       VALUES ('url', 'https://show.example/7', $1), ('sha256', $2, $1), ('guid', 'https://show.example/guid', $1)`,
      [id, SHA256],
    );
    for (const source of ['https://SHOW.example/7/#t=10', SHA256])
      expect(await titles({ source, all: true })).toEqual(['known']);
    for (const source of ['https://show.example/guid', 'https://show.example/8', 'x\0'])
      expect(await titles({ source, all: true })).toEqual([]);
    await db.query('DELETE FROM telltale_episode.episode WHERE id = $1', [id]);
  });

  test.each([1, 2, 3])('comes whole in pages of %i', async (limit) => {
    const seen: (string | null)[] = [];
    let cursor: string | null | undefined;
    while (cursor !== null) {
      const page = await library.listEpisodes({ show, limit, cursor });
      seen.push(...page.episodes.map(({ title }) => title));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(ORDER);
  });

  test('has only those with words that begin so', async () => {
    expect(await titles({ text: 'LIGHT' })).toEqual(['new']);
    expect(await titles({ text: 'undated shows' })).toEqual(['undated 2', 'undated 1']);
    expect(await titles({ text: "light' & !x\0" })).toEqual([]);
    expect(await titles({ text: ' -- ' })).toEqual(ORDER);
  });

  test('cuts descriptions after 280 characters, never through one of two halves', async () => {
    const { episodes } = await library.listEpisodes({ show, text: 'undated 2', limit: 1 });
    expect(episodes[0]?.description).toBe(`${'x'.repeat(279)}…`);
  });

  test.each([0, 501, 1.5])('refuses a limit of %d', async (limit) => {
    await expect(library.listEpisodes({ limit })).rejects.toMatchObject({ code: 'filter_invalid' });
  });

  test('refuses a cursor that it did not give', async () => {
    await expect(library.listEpisodes({ limit: 1, cursor: 'x' })).rejects.toMatchObject({ code: 'cursor_invalid' });
  });
});

describe('an episode', () => {
  let id = '';

  beforeAll(async () => {
    const passages = [
      { text: 'Welcome.', speaker: 'Ruth', mentions: ['Fresnel'] },
      { text: 'Thank you.', speaker: 'Tom' },
      { text: 'Fresnel made lenses.', speaker: 'Tom', mentions: ['Fresnel', 'Augustin'] },
    ];
    id = await shelve(pool(), { title: 'The lens / part 1', language: 'en', passages });
    await giveAudio(id);
    await noteUsed(pool(), id, 'transcribe', { with: 'the publisher’s transcript', why: 'it fits the audio' });
    await db.query(
      `INSERT INTO telltale_episode.chapter (episode_id, index, start_s, title) VALUES ($1, 1, 60, 'Two'), ($1, 0, 0, 'One')`,
      [id],
    );
  });

  test('is told with what a page shows of it', async () => {
    expect(await library.getEpisode({ episodeId: id })).toMatchObject({
      episodeId: id,
      audioUrl: `/api/v1/episodes/${id}/audio`,
      audio: { path: `/api/v1/episodes/${id}/audio`, contentType: 'audio/mpeg', bytes: 10 },
      chapters: [
        { startS: 0, title: 'One', url: null, imageUrl: null },
        { startS: 60, title: 'Two' },
      ],
      segments: 3,
      passages: 3,
      entities: [
        { name: 'Fresnel', mentions: 2, firstS: 1 },
        { name: 'Augustin', mentions: 1, firstS: 61 },
      ],
      used: { transcribe: { with: 'the publisher’s transcript', why: 'it fits the audio' } },
    });
  });

  test('has a transcript with times, and words only if they are asked for', async () => {
    const words = [{ word: 'Welcome.', start: 0, end: 1 }];
    await db.query('UPDATE telltale_episode.segment SET words = $2 WHERE episode_id = $1 AND index = 0', [
      id,
      JSON.stringify(words),
    ]);
    const { language, segments } = await library.getTranscript({ episodeId: id });
    expect({ language, first: segments[0] }).toEqual({
      language: 'en',
      first: { index: 0, startS: 0, endS: 30, text: 'Welcome.', speaker: 'Ruth', words: null },
    });
    const timed = await library.getTranscript({ episodeId: id, words: true });
    expect(timed.segments.map((segment) => segment.words)).toEqual([words, null, null]);
  });

  test('has a transcript to save, for players and for readers', async () => {
    const vtt = await library.getTranscriptFile(id, 'vtt');
    expect(vtt).toMatchObject({ name: 'The lens / part 1.vtt', contentType: 'text/vtt; charset=utf-8' });
    expect(vtt.text).toMatch(/^WEBVTT\n/);
    expect(vtt.text).toContain('00:00:30.000 --> 00:01:00.000');
    const { text } = await library.getTranscriptFile(id, 'text');
    expect(text).toBe('Ruth: Welcome.\n\nTom: Thank you. Fresnel made lenses.\n');
  });

  test('has audio, whole or in part', async () => {
    const { name, open } = await library.getAudio(id);
    const { stream, range } = await open({ start: 2, end: 4 });
    expect({ name, range, text: String(await buffer(stream)) }).toEqual({
      ...{ name: 'The lens / part 1.mp3', range: { start: 2, end: 4 } },
      text: '234',
    });
  });

  test('without transcript and audio says what it lacks', async () => {
    const bare = await shelve(pool(), { title: null });
    expect(await library.getTranscript({ episodeId: bare })).toEqual({ language: null, segments: [] });
    await expect(library.getTranscriptFile(bare, 'vtt')).rejects.toMatchObject({ code: 'transcript_missing' });
    await expect(library.getAudio(bare)).rejects.toMatchObject({ code: 'audio_missing' });
    expect(await library.getEpisode({ episodeId: bare })).toMatchObject({ audio: null, audioUrl: null, entities: [] });
  });

  test('that is not there is not there for anybody', async () => {
    const episodeId = 'zzzzzzzzzzzzzzzz';
    const asked = [
      () => library.getEpisode({ episodeId }),
      () => library.getTranscript({ episodeId }),
      () => library.getTranscriptFile(episodeId, 'vtt'),
      () => library.getAudio(episodeId),
      () => library.editEpisode({ episodeId, changes: { title: 'x' }, by: 'ann' }),
      () => library.deleteEpisode({ episodeId }, { signal }),
    ];
    for (const call of asked) await expect(call()).rejects.toMatchObject({ code: 'episode_not_found' });
  });
});

describe('an entity', () => {
  test('is told with where it is mentioned, the newest episodes first, page by page', async () => {
    const passages = [{ text: 'a', mentions: ['Hedy'] }, 'b', { text: 'c', mentions: ['Hedy'] }];
    const old = await shelve(pool(), { title: 'old', publishedAt: '2020-01-01T00:00:00Z', passages });
    const recent = await shelve(pool(), { title: 'recent', publishedAt: '2021-01-01T00:00:00Z', passages });
    const entityId = await entityIdOf(pool(), 'Hedy');
    const first = await library.getEntity({ entityId, limit: 3 });
    expect(first).toMatchObject({ name: 'Hedy', type: 'person', mentions: 4, episodes: 2 });
    const rest = await library.getEntity({ entityId, limit: 3, cursor: first.nextCursor ?? undefined });
    expect(rest.nextCursor).toBeNull();
    expect([...first.mentionedAt, ...rest.mentionedAt].map(({ link }) => link)).toEqual([
      `/episodes/${recent}?t=1`,
      `/episodes/${recent}?t=61`,
      `/episodes/${old}?t=1`,
      `/episodes/${old}?t=61`,
    ]);
    const { entities } = await library.listEntities({ text: 'hed', limit: 5 });
    expect(entities).toMatchObject([{ entityId, mentions: 4 }]);
  });

  test('that is not there is refused', async () => {
    await expect(library.getEntity({ entityId: 999_999, limit: 1 })).rejects.toMatchObject({
      code: 'entity_not_found',
    });
  });

  test('cannot be looked up where nobody can be asked', async () => {
    const asked = library.lookUpEntity({ name: 'Hedy' }, { signal });
    await expect(asked).rejects.toMatchObject({ code: 'lookup_missing' });
  });
});

test('a database that is away is told as such', async () => {
  const away = createPool({ connectionString: 'postgres://nobody@127.0.0.1:1/none' });
  const embedder = async () => new TestEmbedder();
  const other = openLibrary({ pool: away, media, embedder, vectors: async () => vectors, wikidata: null });
  await expect(other.listEpisodes({ limit: 1 })).rejects.toMatchObject({ code: 'database_unreachable' });
  await away.end();
});
