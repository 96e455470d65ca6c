import { OutboundPolicy } from '@telltale/outbound';
import { type KnowledgeServer, startKnowledge } from '@telltale/testing/knowledge';
import { hold } from '@telltale/testing/model';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { libraryDatabase } from '../../../test/library.ts';
import { forgetOldAnswers } from './remembered.ts';
import { openWikidata, type Wikidata } from './wikidata.ts';

const db = libraryDatabase();
const never = new AbortController().signal;
let server: KnowledgeServer;
let wikidata: Wikidata;

beforeEach(async () => {
  server = await startKnowledge();
  wikidata = openWikidata(
    { baseUrl: server.url, contact: 'desk@example.org' },
    { pool: db.pool(), outbound: new OutboundPolicy({ allowPrivate: ['127.0.0.1'] }) },
  );
});
afterEach(async () => {
  await server.close();
  await db.query('TRUNCATE telltale_episode.lookup_answer');
});

const search = (name: string, language = 'en', signal = never) => wikidata.search({ name, language }, signal);

describe('search', () => {
  test('gives items of a name, in a language, and says who asks', async () => {
    expect(await search('Wien', 'de')).toEqual([
      {
        wikidataId: 'Q1741',
        name: 'Wien',
        description: 'capital of Austria',
        url: 'https://www.wikidata.org/wiki/Q1741',
      },
    ]);
    expect(server.requests).toMatchObject([
      { kind: 'search', userAgent: 'Telltale/1 (podcast library; desk@example.org)' },
    ]);
  });

  test('asks the same once in a week', async () => {
    expect(await search('Vienna')).toEqual(await search('Vienna'));
    await search('Vienna', 'de');
    expect(server.requests).toHaveLength(2);
    await db.query(`UPDATE telltale_episode.lookup_answer SET fetched_at = now() - interval '604801 s'`);
    await search('Vienna');
    expect(server.requests).toHaveLength(3);
    await search('Vienna');
    expect(server.requests).toHaveLength(3);
  });
});

test('answers that are too old to be given are forgotten, the others are not', async () => {
  await search('Vienna');
  await db.query(`UPDATE telltale_episode.lookup_answer SET fetched_at = now() - interval '604801 s'`);
  await search('Wien', 'de');
  await forgetOldAnswers(db.pool());
  const { rows } = await db.query('SELECT question FROM telltale_episode.lookup_answer');
  expect(rows).toEqual([{ question: 'de Wien' }]);
});

describe('ofClass', () => {
  test('knows things, kinds of things, and people by what they do', async () => {
    expect(await wikidata.ofClass(['Q900001', 'Q93341', 'Q900002'], 'Q639669', never)).toEqual(['Q93341']);
    expect(await wikidata.ofClass(['Q8338', 'Q1741'], 'Q34379', never)).toEqual(['Q8338']);
    expect(await wikidata.ofClass(['Q1741'], 'Q515', never)).toEqual(['Q1741']);
  });

  test('asks nothing of what can be no item', async () => {
    expect(await wikidata.ofClass(['Q1 } #'], 'Q5', never)).toEqual([]);
    expect(await wikidata.ofClass(['Q1'], 'x', never)).toEqual([]);
    expect(server.requests).toEqual([]);
  });
});

describe('failures', () => {
  test.each([
    ['a status of too many requests', { kind: 'rate-limit', retryAfterS: 30 } as const],
    ['a lag of its servers', { kind: 'maxlag', retryAfterS: 30 } as const],
  ])('%s tells how long to wait, and nobody asks meanwhile', async (_what, fault) => {
    server.fail(fault);
    const busy = { code: 'lookup_failed', retryable: true, waitMs: 30_000 };
    await expect(search('Vienna')).rejects.toMatchObject({
      ...busy,
      message: expect.stringMatching(/left alone for 30/),
    });
    await expect(search('Trumpet')).rejects.toMatchObject({ waitMs: expect.any(Number) });
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    ['a failure of its own', { kind: 'status', status: 500 } as const, 'status 500'],
    ['an answer that is cut off', { kind: 'malformed' } as const, 'cannot be understood'],
    ['a connection that is cut', { kind: 'cut' } as const, '127.0.0.1'],
  ])('%s is told, and not remembered', async (_what, fault, told) => {
    server.fail(fault);
    await expect(search('Vienna')).rejects.toMatchObject({
      code: 'lookup_failed',
      waitMs: null,
      message: expect.stringContaining(told),
    });
    expect(await search('Vienna')).toHaveLength(1);
  });

  test('an error of the API is told in its words', async () => {
    await expect(search('Vienna', 'x-y')).rejects.toThrow('Unrecognized value for parameter "language"');
  });

  test('a call that is given up ends with the reason', async () => {
    const gate = hold();
    server.fail({ kind: 'held', gate });
    const stop = new AbortController();
    const asked = search('Vienna', 'en', stop.signal);
    await gate.reached();
    stop.abort(new Error('enough'));
    await expect(asked).rejects.toThrow('enough');
    gate.open();
  });

  test('an address that may not be reached is not asked', async () => {
    const guarded = openWikidata({ baseUrl: server.url }, { pool: db.pool(), outbound: new OutboundPolicy() });
    await expect(guarded.search({ name: 'Vienna', language: 'en' }, never)).rejects.toMatchObject({
      code: 'lookup_failed',
      cause: expect.objectContaining({ code: 'outbound_refused' }),
    });
    expect(server.requests).toEqual([]);
  });
});
