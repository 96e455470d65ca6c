import pg from 'pg';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { startProxy } from '../vitest/start-proxy.ts';
import { testDatabase } from '../vitest/test-database.ts';
import { waitForRows } from '../wait-for-rows.ts';
import type { FaultProxy } from './fault-proxy.ts';

const db = testDatabase({ empty: true });
let proxy: FaultProxy;

beforeEach(async () => {
  await db.query('DROP TABLE IF EXISTS note');
  await db.query('CREATE TABLE note (text text)');
  proxy = await startProxy({ target: db.url });
});

/** A client by way of the proxy. `broken` tells of the end of its connection. */
async function connect(config: pg.ClientConfig = {}) {
  const client = new pg.Client({ connectionString: proxy.url, application_name: 'by-proxy', ...config });
  const broken = new Promise<Error>((resolve) => client.on('error', resolve));
  await client.connect();
  onTestFinished(async () => {
    proxy.cut(); // So that a client whose server is out of reach can end.
    await client.end().catch(() => undefined);
  });
  return { client, broken };
}

async function notes(): Promise<string[]> {
  const { rows } = await db.query<{ text: string }>('SELECT text FROM note ORDER BY text');
  return rows.map(({ text }) => text);
}

describe('an honest proxy', () => {
  test('passes everything on and counts it', async () => {
    const { client } = await connect();
    const before = proxy.bytes('toClient');
    const text = 'x'.repeat(3_000_000);
    const { rows } = await client.query('SELECT $1::text AS text', [text]);
    expect(rows[0].text).toBe(text);
    expect(proxy.bytes('toServer')).toBeGreaterThan(3_000_000);
    expect(proxy.bytes('toClient') - before).toBeGreaterThan(3_000_000);
    expect(proxy.connectionCount).toBe(1);
  });

  test('tells of new connections, and who ended them', async () => {
    const first = proxy.nextConnection();
    const { client } = await connect();
    const second = proxy.nextConnection();
    const { broken } = await connect({ application_name: 'to-be-terminated' });
    expect((await first).id).toBe(1);
    await client.end();
    expect(await (await first).closed).toBe('client');
    await db.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'to-be-terminated'`,
    );
    await broken;
    expect(await (await second).closed).toBe('server');
    expect(proxy.connections).toEqual([]);
  });

  test('tells when a statement has gone to the server', async () => {
    const { client } = await connect();
    const inSql = proxy.clientBytesSeen('INSERT INTO note');
    const inValues = proxy.clientBytesSeen(/hell./);
    await client.query('INSERT INTO note VALUES ($1)', ['hello']);
    expect(await inSql).toBe(await inValues);
  });

  test('refuses to be waited on for ever', async () => {
    const waiting = proxy.clientBytesSeen('never sent', { timeoutMs: 10 });
    await expect(waiting).rejects.toThrow("The proxy waited 10 ms in vain for a client's message with never sent.");
  });
});

test('cut resets present connections, and lets new ones in', async () => {
  const { client, broken } = await connect();
  proxy.cut();
  expect(await broken).toMatchObject({ code: 'ECONNRESET' });
  await expect(client.query('SELECT 1')).rejects.toThrow();
  const { client: next } = await connect();
  expect((await next.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
});

test('delay holds each direction up by its own time', async () => {
  const { client } = await connect();
  proxy.delay({ toServerMs: 60, toClientMs: 40 });
  const start = performance.now();
  await client.query('SELECT 1');
  // Timers may fire a millisecond early.
  expect(performance.now() - start).toBeGreaterThanOrEqual(98);
  proxy.delay({});
  await client.query('SELECT 1');
});

test('dropResponses swallows what the server says, while statements still take effect', async () => {
  const { client, broken } = await connect();
  proxy.dropResponses();
  const unanswered = client.query(`INSERT INTO note VALUES ('unheard')`).catch((error: Error) => error);
  await waitForRows(await db.connect(), { text: 'SELECT * FROM note' });
  expect(await notes()).toEqual(['unheard']);
  await proxy.restore();
  // What was swallowed is lost, so the connection cannot go on.
  expect(await unanswered).toBeInstanceOf(Error);
  await broken;
});

describe('a black hole', () => {
  test('keeps connections open and delivers later what was sent', async () => {
    const { client } = await connect();
    proxy.blackhole();
    let answered = false;
    const slow = client.query(`INSERT INTO note VALUES ('late')`).then(() => {
      answered = true;
    });
    // A client elsewhere gets an answer meanwhile; this one does not.
    expect(await notes()).toEqual([]);
    expect(answered).toBe(false);
    await proxy.restore();
    await slow;
    expect(await notes()).toEqual(['late']);
  });

  test('takes new connections in, and never answers', async () => {
    proxy.blackhole();
    const connecting = connect({ connectionTimeoutMillis: 100 });
    await expect(connecting).rejects.toThrow('timeout');
    expect(proxy.connectionCount).toBe(1);
  });

  test('hides the end of a client from the server until it is restored', async () => {
    const arrived = proxy.nextConnection();
    const { client } = await connect({ application_name: 'hidden' });
    const connection = await arrived;
    proxy.blackhole();
    const ending = client.end();
    const onServer = `SELECT 1 FROM pg_stat_activity WHERE application_name = 'hidden'`;
    expect((await db.query(onServer)).rowCount).toBe(1);
    await proxy.restore();
    expect(await connection.closed).toBe('client');
    await ending;
  });

  test('can be one way: statements arrive, answers wait', async () => {
    const { client } = await connect();
    proxy.blackhole({ direction: 'toClient' });
    const waiting = client.query(`INSERT INTO note VALUES ('one way')`);
    await waitForRows(await db.connect(), { text: 'SELECT * FROM note' });
    await proxy.restore();
    expect((await waiting).rowCount).toBe(1);
  });
});

describe('loseAnswerTo', () => {
  test('lets the server commit and the client not know', async () => {
    const { client, broken } = await connect();
    const lost = proxy.loseAnswerTo('COMMIT');
    await client.query('BEGIN');
    await client.query(`INSERT INTO note VALUES ('committed')`);
    const outcome = client.query('COMMIT').catch((error: Error) => error);
    await lost;
    expect(await notes()).toEqual(['committed']);
    expect(await outcome).toBeInstanceOf(Error);
    await broken;
  });

  test('works for a statement with parameters that commits by itself', async () => {
    const { client } = await connect();
    const lost = proxy.loseAnswerTo(/insert into note/i);
    const outcome = client.query('INSERT INTO note VALUES ($1)', ['by itself']).catch((error: Error) => error);
    await lost;
    expect(await notes()).toEqual(['by itself']);
    expect(await outcome).toBeInstanceOf(Error);
  });

  test('strikes once, and only that connection', async () => {
    const { client: victim } = await connect();
    const { client: witness } = await connect();
    const lost = proxy.loseAnswerTo('first');
    const outcome = victim.query(`INSERT INTO note VALUES ('first')`).catch((error: Error) => error);
    await lost;
    expect(await outcome).toBeInstanceOf(Error);
    await witness.query(`INSERT INTO note VALUES ('first')`);
    expect(await notes()).toEqual(['first', 'first']);
  });
});

describe('cutAfterBytes', () => {
  test('lets so many bytes to the server through and no more', async () => {
    const arrived = proxy.nextConnection();
    const { client, broken } = await connect();
    const { lanes } = await arrived;
    const before = lanes.toServer.bytes;
    const cut = proxy.cutAfterBytes({ direction: 'toServer', bytes: 10 });
    const outcome = client.query(`INSERT INTO note VALUES ('half')`).catch((error: Error) => error);
    await cut;
    expect(lanes.toServer.bytes - before).toBe(10);
    expect(await outcome).toBeInstanceOf(Error);
    await broken;
    expect(await notes()).toEqual([]);
  });

  test('cuts in the middle of an answer', async () => {
    const { client } = await connect();
    const cut = proxy.cutAfterBytes({ direction: 'toClient', bytes: 100_000 });
    const outcome = client.query(`SELECT repeat('x', 1000000)`).catch((error: Error) => error);
    await cut;
    expect(await outcome).toBeInstanceOf(Error);
    const { client: next } = await connect();
    expect((await next.query(`SELECT repeat('x', 1000000)`)).rowCount).toBe(1);
  });
});

test('refuse turns new clients away and leaves present ones alone; restore takes them again', async () => {
  const { client } = await connect();
  await proxy.refuse();
  await expect(connect()).rejects.toThrow('ECONNREFUSED');
  expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await proxy.restore();
  await connect();
});

test('close ends everything, promises that wait as well', async () => {
  const { broken } = await connect();
  const refused = expect(proxy.nextConnection()).rejects.toMatchObject({ code: 'proxy_closed' });
  await proxy.close();
  await refused;
  await broken;
  expect(proxy.connections).toEqual([]);
});
