import { type AgentModel, openModel } from '@telltale/agent';
import { type Client, createClient, createWorker } from '@telltale/engine';
import { OutboundPolicy } from '@telltale/outbound';
import {
  installMusicBrainz,
  type KnowledgeServer,
  MUSICBRAINZ_ROWS,
  startKnowledge,
} from '@telltale/testing/knowledge';
import { fails, hold, json, type ModelServer, startModelServer } from '@telltale/testing/model';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { storeFound } from '../../test/found-episode.ts';
import { libraryDatabase } from '../../test/library.ts';
import { readFound } from '../resolve/read-found.ts';
import { storeResolved } from '../resolve/store-resolved.ts';
import { createEnrich, type EnrichServices, lookupEntity, openMusicBrainz, openWikidata } from './index.ts';

const db = libraryDatabase();
const [MILES] = MUSICBRAINZ_ROWS.map(({ gid }) => gid);
let pool: Pool;
let knowledge: KnowledgeServer;
let given: Omit<EnrichServices, 'model'>;
let model: AgentModel | null = null;
let client: Client;
let stop: () => Promise<void>;
const enrich = createEnrich({ services: async () => ({ ...given, model: async () => model }) });

beforeAll(async () => {
  pool = db.pool();
  await installMusicBrainz(pool);
  const worker = await createWorker({ url: db.url, pipelines: [enrich] });
  client = await createClient({ url: db.url, pipelines: [enrich] });
  stop = async () => {
    await worker.stop({ graceMs: 0 });
    await client.close();
  };
});
afterAll(() => stop());

beforeEach(async () => {
  knowledge = await startKnowledge();
  onTestFinished(() => knowledge.close());
  const outbound = new OutboundPolicy({ allowPrivate: ['127.0.0.1'] });
  const wikidata = openWikidata({ baseUrl: knowledge.url }, { pool, outbound });
  given = { pool, musicbrainz: null, wikidata };
  model = null;
  await db.query('TRUNCATE telltale_episode.lookup_answer, telltale_episode.entity, telltale_episode.mention');
});

/** Entities that an episode mentions; gives their ids by their names. */
async function mention(
  names: readonly { readonly type: string; readonly name: string; readonly context?: string }[],
  language = 'en',
): Promise<Readonly<Record<string, number>>> {
  const episodeId = await storeFound(db, [names], { language });
  const { names: found } = await readFound(pool, episodeId);
  await storeResolved(pool, { episodeId, names: found, choices: [], used: { with: 'names', why: 'a test' } });
  const { rows } = await db.query<{ name: string; id: number }>('SELECT name, id::int FROM telltale_episode.entity');
  return Object.fromEntries(rows.map(({ name, id }) => [name, id]));
}

async function run(input: Parameters<typeof client.submit<typeof enrich>>[1]) {
  const { runId } = await client.submit(enrich, input);
  const end = await client.wait(enrich, runId);
  if (end.state !== 'succeeded') throw end.state === 'failed' ? end.error : new Error(end.state);
  return { runId, result: end.result };
}

/** What is known of an entity: its id in Wikidata, or how looking it up stands. */
async function known(): Promise<Readonly<Record<string, string>>> {
  const { rows } = await db.query<{ name: string; told: string }>(
    `SELECT name, coalesce(wikidata_id, wikidata_status || ' ' || wikidata_attempts) AS told FROM telltale_episode.entity`,
  );
  return Object.fromEntries(rows.map(({ name, told }) => [name, told]));
}

async function scripted(): Promise<ModelServer> {
  const server = await startModelServer();
  onTestFinished(() => server.close());
  model = await openModel('openai:scripted', { baseUrl: server.url, apiKey: 'test' });
  return server;
}

const musician = (name: string, context?: string) => ({
  type: 'musician',
  name,
  ...(context === undefined ? {} : { context }),
});

describe('enrich', () => {
  test('takes the only item of a name and a type, asked for in the language of its episodes', async () => {
    const ids = await mention(
      [
        { type: 'city', name: 'Wien' },
        { type: 'musical_instrument', name: 'Trompete' },
      ],
      'de',
    );
    const { result } = await run({ entityIds: Object.values(ids) });
    expect(result).toEqual({ found: 2, pending: 0, notFound: 0, others: 0, left: 0 });
    expect(await known()).toEqual({ Wien: 'Q1741', Trompete: 'Q8338' });
    expect(knowledge.requests.filter(({ kind }) => kind === 'search')).toMatchObject([
      { language: 'de' },
      { language: 'de' },
    ]);
  });

  test('follows the link of MusicBrainz before it asks anybody', async () => {
    const musicbrainz = openMusicBrainz({ url: db.url });
    onTestFinished(() => musicbrainz.close());
    given = { ...given, musicbrainz };
    const ids = await mention([musician('The Prince of Darkness')]);
    await db.query('UPDATE telltale_episode.entity SET musicbrainz_id = $1', [MILES]);
    await run({ entityIds: Object.values(ids) });
    expect(await known()).toEqual({ 'The Prince of Darkness': 'Q93341' });
    expect(knowledge.requests).toEqual([]);
  });

  test('goes on by name if MusicBrainz is away, and says so', async () => {
    const musicbrainz = openMusicBrainz({ url: 'postgres://127.0.0.1:1/musicbrainz' });
    onTestFinished(() => musicbrainz.close());
    given = { ...given, musicbrainz };
    const ids = await mention([musician('Miles Davis')]);
    await db.query('UPDATE telltale_episode.entity SET musicbrainz_id = $1', [MILES]);
    const { runId } = await run({ entityIds: Object.values(ids) });
    expect(await known()).toEqual({ 'Miles Davis': 'Q93341' });
    const { events } = await client.reader.readEvents(runId);
    const logs = events.flatMap((event) => (event.type === 'log.written' ? [event.data.message] : []));
    expect(logs).toEqual([expect.stringContaining('Miles Davis is looked up by its name.')]);
  });

  test('has a model choose from several by what was said', async () => {
    const server = await scripted();
    server.script([json({ wikidataId: 'wd:Q900012' })]);
    const ids = await mention([musician('Bill Evans', 'played the saxophone with Miles Davis')]);
    await run({ entityIds: Object.values(ids) });
    expect(await known()).toEqual({ 'Bill Evans': 'Q900012' });
    expect(server.requests[0]?.lastText).toContain('played the saxophone');
  });

  test.each([
    ['that the model made up', { wikidataId: 'Q42' }],
    ['when the model takes none', { wikidataId: null }],
  ])('takes no item %s', async (_what, answer) => {
    const server = await scripted();
    server.script([json(answer)]);
    const ids = await mention([musician('Bill Evans')]);
    expect((await run({ entityIds: Object.values(ids) })).result).toMatchObject({ found: 0, pending: 1 });
    expect(await known()).toEqual({ 'Bill Evans': 'pending 1' });
  });

  test('without a model takes one of several only if it alone has the name', async () => {
    knowledge.items.push({ id: 'Q900013', labels: { en: 'Miles Davis Junior' }, occupations: ['Q639669'] });
    const ids = await mention([musician('Miles Davis'), musician('Bill Evans')]);
    await run({ entityIds: Object.values(ids) });
    expect(await known()).toEqual({ 'Miles Davis': 'Q93341', 'Bill Evans': 'pending 1' });
  });

  test('gives up after three attempts, and begins anew when it is asked to', async () => {
    const ids = await mention([musician('Nobody At All')]);
    const entityIds = Object.values(ids);
    const counts = [];
    for (let attempt = 1; attempt <= 4; attempt += 1) counts.push((await run({ entityIds })).result);
    expect(counts.map(({ pending, notFound }) => [pending, notFound])).toEqual([
      [1, 0],
      [1, 0],
      [0, 1],
      [0, 0],
    ]);
    expect(await known()).toEqual({ 'Nobody At All': 'not_found 3' });
    expect((await run({ pending: true })).result).toMatchObject({ pending: 0 });
    expect((await run({ pending: true, retryFailed: true })).result).toMatchObject({ pending: 1 });
    expect(await known()).toEqual({ 'Nobody At All': 'pending 1' });
  });

  test('looks up all that wait, as many as it may', async () => {
    await mention([musician('Miles Davis'), { type: 'city', name: 'Vienna' }]);
    expect((await run({ pending: true, limit: 1 })).result).toMatchObject({ found: 1, left: 1 });
    expect((await run({ pending: true })).result).toMatchObject({ found: 1, left: 0 });
  });

  test('the failure of one is not that of the others', async () => {
    const ids = await mention([musician('Miles Davis'), { type: 'city', name: 'Vienna' }]);
    knowledge.fail({ kind: 'status', status: 500 });
    const { result, runId } = await run({ entityIds: Object.values(ids) });
    expect(result).toMatchObject({ found: 1, others: 1 });
    expect(await known()).toMatchObject({ 'Miles Davis': 'failed 1', Vienna: 'Q1741' });
    const { items } = await client.reader.listItems({ runId, step: 'enrich', outcome: 'failed' });
    expect(items).toMatchObject([{ key: String(ids['Miles Davis']) }]);
  });

  test('a model that fails is a failure of its entity', async () => {
    const server = await scripted();
    server.answerWith(() => fails(401));
    await run({ entityIds: Object.values(await mention([musician('Bill Evans')])) });
    expect(await known()).toEqual({ 'Bill Evans': 'failed 1' });
  });

  test('waits as long as Wikidata asks for, and goes on', async () => {
    const ids = await mention([{ type: 'city', name: 'Vienna' }]);
    knowledge.fail({ kind: 'rate-limit', retryAfterS: 1 });
    await run({ entityIds: Object.values(ids) });
    expect(await known()).toEqual({ Vienna: 'Q1741' });
    // Asked any sooner it would have been refused, each time.
    expect(knowledge.requests.map(({ kind }) => kind)).toEqual(['search', 'search', 'query']);
  });

  test('stops asking when Wikidata fails again and again: those that are left keep their attempts', async () => {
    const names = Array.from({ length: 7 }, (_, index) => musician(`Name ${index}`));
    const ids = await mention(names);
    knowledge.fail({ kind: 'cut' }, { times: 100 });
    expect((await run({ entityIds: Object.values(ids) })).result).toMatchObject({ others: 7 });
    expect(Object.values(await known()).toSorted()).toEqual([...Array(5).fill('failed 1'), 'pending 0', 'pending 0']);
    expect(knowledge.requests).toHaveLength(5);
  });

  test('a run that is cancelled counts no attempt that has no end', async () => {
    const ids = await mention([musician('Miles Davis'), { type: 'city', name: 'Vienna' }]);
    const gate = hold();
    knowledge.fail({ kind: 'held', gate });
    const { runId } = await client.submit(enrich, { entityIds: Object.values(ids) });
    await gate.reached();
    await client.cancel(runId);
    gate.open();
    await client.wait(runId);
    expect(await known()).toEqual({ 'Miles Davis': 'pending 0', Vienna: 'pending 0' });
  });

  test('fails at once where there is nowhere to look', async () => {
    given = { ...given, wikidata: null };
    await expect(run({ pending: true })).rejects.toThrow('neither MusicBrainz nor Wikidata is configured');
  });

  test('runs for other entities have other subjects, whatever their order', () => {
    expect(enrich.subject({ entityIds: [3, 1, 2] })).toBe(enrich.subject({ entityIds: [1, 2, 3] }));
    expect(enrich.subject({ entityIds: [1, 2] })).not.toBe(enrich.subject({ entityIds: [12] }));
    expect(enrich.subject({ pending: true, retryFailed: false, limit: 1 })).toBe('all');
  });
});

describe('lookupEntity', () => {
  const never = new AbortController().signal;
  const lookUp = (name: string, type?: string) =>
    lookupEntity(
      { pool, wikidata: given.wikidata ?? expect.fail() },
      { name, ...(type === undefined ? {} : { type }) },
      never,
    );

  test('gives what a name may stand for, of one type or any', async () => {
    expect((await lookUp('miles davis')).map(({ wikidataId }) => wikidataId)).toEqual(['Q93341', 'Q900001', 'Q900002']);
    expect(await lookUp('Miles Davis', 'album')).toMatchObject([{ wikidataId: 'Q900001' }]);
  });

  test('refuses a name of two letters, and a type that there is not', async () => {
    await expect(lookUp(' ab ')).rejects.toMatchObject({ code: 'filter_invalid' });
    await expect(lookUp('Miles', 'spaceship')).rejects.toThrow('musician');
    expect(knowledge.requests).toEqual([]);
  });
});
