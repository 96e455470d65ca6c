import { type AgentModel, openModel } from '@telltale/agent';
import { installMusicBrainz, MUSICBRAINZ_ROWS } from '@telltale/testing/knowledge';
import { fails, json, type ModelRequest, say, startModelServer } from '@telltale/testing/model';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { mentionsOf, storeFound } from '../../test/found-episode.ts';
import { libraryDatabase } from '../../test/library.ts';
import { stepRuns } from '../../test/step-runs.ts';
import { episodeRow } from '../../test/stored-episode.ts';
import { type MusicBrainz, openMusicBrainz } from '../enrich/index.ts';
import { resolve } from './index.ts';

const db = libraryDatabase();
const runs = stepRuns(db);
let pool: Pool;
let musicbrainz: MusicBrainz;

beforeAll(async () => {
  pool = db.pool();
  await installMusicBrainz(pool);
  musicbrainz = openMusicBrainz({ url: db.url });
});
afterAll(() => musicbrainz.close());
beforeEach(async () => {
  await db.query('TRUNCATE telltale_episode.entity, telltale_episode.mention');
});

const [MILES, PARKER, PIANIST] = MUSICBRAINZ_ROWS.map(({ gid }) => gid);
const musician = (name: string, more = {}) => ({ type: 'musician', name, ...more });

interface Given {
  readonly model?: AgentModel | null;
  readonly musicbrainz?: MusicBrainz | null;
}

const run = (episodeId: string, { model = null, musicbrainz: own = null }: Given = {}) =>
  runs.result('resolve', (step) => resolve(step, { pool, model: async () => model, musicbrainz: own }, episodeId));

async function scripted() {
  const server = await startModelServer();
  onTestFinished(() => server.close());
  return { server, model: await openModel('openai:scripted', { baseUrl: server.url, apiKey: 'test' }) };
}

/** What a model was asked about each name. */
function namesIn(request: ModelRequest | undefined) {
  const asked = JSON.parse(request?.lastText.split('\n')[1] ?? '{}') as {
    names: { name: string; known: { entityId: number; name: string }[]; musicbrainz: { musicbrainzId: string }[] }[];
  };
  return asked.names;
}

async function entities() {
  const { rows } = await db.query(
    'SELECT id::int, type, name, musicbrainz_id FROM telltale_episode.entity ORDER BY id',
  );
  return rows;
}

describe('without anything to ask', () => {
  test('equal names are one entity, mentioned once in each passage, at its first time', async () => {
    const id = await storeFound(db, [
      [musician('Miles Davis', { start: 12.5 }), musician('MILES  DAVIS.', { start: 3, context: 'plays' })],
      null,
      [musician('miles davis', { start: null }), { type: 'city', name: 'Paris' }, { type: 'album', name: 'Paris' }],
    ]);
    const resolved = await run(id);
    expect(resolved).toMatchObject({ entities: 3, mentions: 4, created: 3 });
    expect(resolved.toEnrich).toHaveLength(3);
    expect(await mentionsOf(db, id)).toEqual([
      'album Paris: #2 120',
      'city Paris: #2 120',
      'musician Miles Davis: #0 3 plays, #2',
    ]);
    expect((await episodeRow(db, id)).used).toEqual({
      resolve: {
        with: 'equal names',
        why: 'no MusicBrainz database is configured; no name needed more',
        names: 3,
        questions: 0,
      },
    });
  });

  test('nothing found is a success, and takes away what was there', async () => {
    const id = await storeFound(db, [[musician('Miles Davis')]]);
    await run(id);
    await db.query('UPDATE telltale_episode.chunk SET found = NULL WHERE episode_id = $1', [id]);
    expect(await run(id)).toEqual({ entities: 0, mentions: 0, created: 0, toEnrich: [] });
    expect(await mentionsOf(db, id)).toEqual([]);
    expect((await episodeRow(db, id)).used).toMatchObject({
      resolve: { why: expect.stringContaining('no names were found') },
    });
  });

  test('a second run gives the same, of the same entities', async () => {
    const id = await storeFound(db, [[musician('Miles Davis')], [{ type: 'role', name: 'Producer' }]]);
    const first = await run(id);
    const before = [await entities(), await mentionsOf(db, id)];
    expect(await run(id)).toEqual({ ...first, created: 0 });
    expect([await entities(), await mentionsOf(db, id)]).toEqual(before);
  });

  test('types that nobody looks for are left out with one warning, and what is no name with another', async () => {
    const id = await storeFound(db, [
      [
        { type: 'spaceship', name: 'Nostromo' },
        { type: 'spaceship', name: 'Event Horizon' },
        { type: 'year', name: '1979' },
        musician(' '),
        musician('x'.repeat(201)),
      ],
    ]);
    await db.query(`UPDATE telltale_episode.entity_type SET is_active = false WHERE key = 'year'`);
    onTestFinished(async () => {
      await db.query('UPDATE telltale_episode.entity_type SET is_active = true');
    });
    const { runId } = await runs.end('resolve', (step) =>
      resolve(step, { pool, model: async () => null, musicbrainz: null }, id),
    );
    expect(await runs.logged(runId)).toEqual([
      '3 names are left out: nobody looks for their types (any more): spaceship, year.',
      '2 names are left out: they are empty, or too long for a name.',
    ]);
    expect(await mentionsOf(db, id)).toEqual([]);
  });

  test('a name that may mean something known stays apart, and that is told', async () => {
    await run(await storeFound(db, [[musician('John Coltrane')]]));
    const id = await storeFound(db, [[musician('Coltrane')]]);
    expect(await run(id)).toMatchObject({ created: 1 });
    expect((await episodeRow(db, id)).used).toMatchObject({
      resolve: { questions: 1, why: expect.stringContaining('no language model is configured, and 1 name might mean') },
    });
  });

  test('those to be looked up are those that are not found, and were not looked up three times', async () => {
    const names = ['Found', 'Given Up', 'Failed', 'New'];
    const id = await storeFound(db, [names.map((name) => musician(name))]);
    await run(id);
    for (const [name, status, attempts] of [
      ['Found', 'resolved', 1],
      ['Given Up', 'failed', 3],
      ['Failed', 'failed', 2],
    ]) {
      await db.query(
        'UPDATE telltale_episode.entity SET wikidata_status = $2, wikidata_attempts = $3 WHERE name = $1',
        [name, status, attempts],
      );
    }
    const { toEnrich } = await run(id);
    const left = (await entities()).filter((entity) => toEnrich.includes(entity.id));
    expect(left.map(({ name }) => name).toSorted()).toEqual(['Failed', 'New']);
  });
});

describe('with MusicBrainz', () => {
  test('the only one of that name is taken, without a model, and an entity that was there gets its id', async () => {
    await run(await storeFound(db, [[musician('Miles Davis')]]));
    await db.query(`UPDATE telltale_episode.entity SET wikidata_status = 'not_found', wikidata_attempts = 3`);
    const id = await storeFound(db, [[musician('miles davis'), { type: 'work', name: 'x' }]]);
    expect(await run(id, { musicbrainz })).toMatchObject({ created: 0, toEnrich: [expect.any(Number)] });
    expect(await entities()).toMatchObject([{ name: 'Miles Davis', musicbrainz_id: MILES }]);
    expect((await episodeRow(db, id)).used).toMatchObject({ resolve: { with: 'equal names and MusicBrainz' } });
  });

  test('an alias, or one of several, is left to a model', async () => {
    const { server, model } = await scripted();
    server.script([
      json({
        matches: [
          { name: 'bird', entityId: null, musicbrainzId: ` mbid:${PARKER?.toUpperCase()}` },
          { name: 'Bill Evans', entityId: null, musicbrainzId: PIANIST },
          { name: 'Somebody else', entityId: 1, musicbrainzId: MILES },
        ],
      }),
    ]);
    const id = await storeFound(db, [[musician('Bird'), musician('Bill Evans'), musician('Nobody')]]);
    expect(await run(id, { model, musicbrainz })).toMatchObject({ created: 3 });
    expect(namesIn(server.requests[0]).map(({ name }) => name)).toEqual(['Bird', 'Bill Evans']);
    expect(await mentionsOf(db, id)).toEqual([
      'musician Bill Evans: #0 0',
      'musician Charlie Parker: #0 0',
      'musician Nobody: #0 0',
    ]);
    expect(await entities()).toContainEqual(
      expect.objectContaining({ name: 'Charlie Parker', musicbrainz_id: PARKER }),
    );
    expect((await episodeRow(db, id)).used).toMatchObject({
      resolve: { with: 'equal names, MusicBrainz and openai:scripted', questions: 2 },
    });
  });

  test('two people of one name are two entities', async () => {
    const { server, model } = await scripted();
    // Evans of the first episode is the pianist, that of the second the saxophonist.
    server.answerWith((request) => {
      const [asked] = namesIn(request);
      const { musicbrainzId } = asked?.musicbrainz[request.number - 1] ?? {};
      return json({ matches: [{ name: asked?.name, entityId: null, musicbrainzId }] });
    });
    await run(await storeFound(db, [[musician('Bill Evans')]]), { model, musicbrainz });
    const id = await storeFound(db, [[musician('Evans, Bill Evans')]]);
    await db.query(
      `INSERT INTO musicbrainz.artist_alias (artist, name) VALUES (3, 'Evans, Bill Evans'), (4, 'Evans, Bill Evans')`,
    );
    await run(id, { model, musicbrainz });
    expect((await entities()).map(({ name }) => name)).toEqual(['Bill Evans', 'Bill Evans (saxophonist)']);
  });

  test('that it is away is told, and no reason to stop', async () => {
    const away = openMusicBrainz({ url: 'postgres://127.0.0.1:1/musicbrainz' });
    onTestFinished(() => away.close());
    const id = await storeFound(db, [[musician('Miles Davis'), { type: 'album', name: 'Kind of Blue' }]]);
    const { runId, end } = await runs.end('resolve', (step) =>
      resolve(step, { pool, model: async () => null, musicbrainz: away }, id),
    );
    expect(end).toMatchObject({ state: 'succeeded', result: { created: 2 } });
    // Asked once, not for each type.
    const events = await runs.events(runId);
    expect(events.filter(({ type }) => type === 'action.finished')).toMatchObject([
      { data: { tool: 'musicbrainz', outcome: 'error' } },
    ]);
    expect((await episodeRow(db, id)).used).toMatchObject({
      resolve: { with: 'equal names', why: expect.stringContaining('nothing listens on that port') },
    });
  });
});

describe('with a model', () => {
  test('is not asked about names that are like none', async () => {
    const { server, model } = await scripted();
    await run(await storeFound(db, [[musician('John Coltrane'), musician('Art Blakey')]]), { model });
    expect(await run(await storeFound(db, [[musician('art blakey'), musician('Max Roach')]]), { model })).toMatchObject(
      {
        created: 1,
      },
    );
    expect(server.requests).toEqual([]);
  });

  test('is asked once for each type, with what the names may mean, and its answer counts', async () => {
    const { server, model } = await scripted();
    await run(
      await storeFound(db, [[musician('John Coltrane'), musician('U2'), { type: 'city', name: 'New York City' }]]),
    );
    server.answerWith((request) =>
      json({
        matches: namesIn(request).map(({ name, known }) => ({
          name,
          entityId: known[0]?.entityId,
          musicbrainzId: null,
        })),
      }),
    );
    const id = await storeFound(db, [
      [musician('Coltrane', { context: 'a saxophonist' }), musician('Bono of U2'), { type: 'city', name: 'New York' }],
    ]);
    expect(await run(id, { model })).toMatchObject({ entities: 3, created: 0 });
    expect(server.requests.map(namesIn)).toMatchObject([
      [{ name: 'New York', known: [{ name: 'New York City' }] }],
      [
        { name: 'Coltrane', known: [{ name: 'John Coltrane' }] },
        { name: 'Bono of U2', known: [{ name: 'U2' }] },
      ],
    ]);
    expect(server.requests[1]?.lastText).toContain('a saxophonist');
  });

  test('what it makes up or leaves out becomes an entity of that name', async () => {
    const { server, model } = await scripted();
    await run(await storeFound(db, [[musician('John Coltrane'), musician('Alice Coltrane')]]));
    server.script([json({ matches: [{ name: 'Coltrane', entityId: 4711, musicbrainzId: 'DROP TABLE' }] })]);
    const id = await storeFound(db, [[musician('Coltrane'), musician('Ravi Coltrane')]]);
    expect(await run(id, { model })).toMatchObject({ entities: 2, created: 2 });
  });

  test('an answer of no use is told, and names decide', async () => {
    const { server, model } = await scripted();
    await run(await storeFound(db, [[musician('John Coltrane')]]));
    server.answerWith(() => say('I would rather not.'));
    const id = await storeFound(db, [[musician('Coltrane')]]);
    const { runId, end } = await runs.end('resolve', (step) =>
      resolve(step, { pool, model: async () => model, musicbrainz: null }, id),
    );
    expect(end).toMatchObject({ state: 'succeeded', result: { created: 1 } });
    expect(await runs.logged(runId)).toEqual([
      expect.stringMatching(/cannot be used.* Names of the type Musician are taken as they are\.$/s),
    ]);
  });

  test('one that fails fails the step, and nothing of the episode changes', async () => {
    const { server, model } = await scripted();
    await run(await storeFound(db, [[musician('John Coltrane')]]));
    const id = await storeFound(db, [[musician('Coltrane')]]);
    await run(id);
    const before = await mentionsOf(db, id);
    await db.query('UPDATE telltale_episode.chunk SET found = $2 WHERE episode_id = $1', [
      id,
      JSON.stringify([{ type: 'musician', name: 'Trane Coltrane', context: null, start: null }]),
    ]);
    server.answerWith(() => fails(401));
    const { message } = await runs.failure('resolve', (step) =>
      resolve(step, { pool, model: async () => model, musicbrainz: null }, id),
    );
    expect(message).toContain('Musician');
    expect(await mentionsOf(db, id)).toEqual(before);
  });

  test('is not asked again by a retry for what it has answered', async () => {
    const { server, model } = await scripted();
    await run(await storeFound(db, [[musician('John Coltrane')]]));
    server.script([json({ matches: [] })]);
    const id = await storeFound(db, [[musician('Coltrane')]]);
    await db.query('ALTER TABLE telltale_episode.mention RENAME TO away');
    const { runId } = await runs.failure('resolve', (step) =>
      resolve(step, { pool, model: async () => model, musicbrainz: null }, id),
    );
    await db.query('ALTER TABLE telltale_episode.away RENAME TO mention');
    const again = await runs.client.retry(runId);
    expect(await runs.client.wait(again.runId)).toMatchObject({ state: 'succeeded', result: { created: 1 } });
    expect(server.requests).toHaveLength(1);
  });
});
