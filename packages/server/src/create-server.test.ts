import { connect } from 'node:net';
import { createToken } from '@telltale/ledger';
import { testDatabase } from '@telltale/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { scripted } from '../test/scripted-pipeline.ts';
import { createServer, type ServerOptions } from './create-server.ts';

const db = testDatabase();

const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore };

function ignore(): void {}

async function start(options: Partial<Extract<ServerOptions, { url: string }>> = {}) {
  const server = await createServer({
    url: db.url,
    pipelines: [scripted],
    port: 0,
    logger: silent,
    version: '1',
    ...options,
  });
  onTestFinished(() => server.close({ graceMs: 0 }));
  return server;
}

describe('a server', () => {
  test('answers on this machine, says where, and is gone once it is closed', async () => {
    const { address, close } = await start();
    expect(address).toEqual({ host: '127.0.0.1', port: expect.any(Number), url: `http://127.0.0.1:${address.port}` });
    const response = await fetch(`${address.url}/api/v1/status`);
    expect(await response.json()).toMatchObject({ version: '1', database: { state: 'up' } });
    await close();
    await close();
    await expect(fetch(`${address.url}/healthz`)).rejects.toThrow();
  });

  test('leaves a pool that it was given to its owner', async () => {
    const pool = db.pool();
    const server = await createServer({ pool, port: 0, logger: silent, version: '1' });
    await server.close();
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  test('does not start on a port that another program has, and says what to do', async () => {
    const { address } = await start();
    await expect(start({ port: address.port })).rejects.toMatchObject({
      code: 'port_in_use',
      message: `Port ${address.port} of 127.0.0.1 is in use by another program.`,
      hint: expect.stringContaining('--port'),
    });
  });

  test('does not start on an address that this machine does not have', async () => {
    await expect(start({ hostname: '192.0.2.1', login: 'auto', allowedHosts: [] })).rejects.toMatchObject({
      code: 'tokens_missing',
    });
    await createToken(db.pool(), { name: 'ops', role: 'operator' });
    await expect(start({ hostname: '192.0.2.1' })).rejects.toMatchObject({ code: 'address_unavailable' });
  });

  test('that wants a login lets nobody in without, and a viewer only look', async () => {
    const { token } = await createToken(db.pool(), { name: 'screen', role: 'viewer' });
    const { address } = await start({ login: 'always' });
    const ask = async (path: string, init: RequestInit = {}) => {
      const response = await fetch(address.url + path, init);
      await response.arrayBuffer();
      return response.status;
    };
    const headers = { Authorization: `Bearer ${token}` };
    expect(await ask('/api/v1/runs')).toBe(401);
    expect(await ask('/api/v1/runs', { headers })).toBe(200);
    expect(await ask('/api/v1/runs/x/pause', { headers, method: 'POST' })).toBe(403);
    const file = { method: 'POST', body: Buffer.alloc(3_000_000) };
    expect(await ask('/api/v1/uploads?name=a.mp3', file)).toBe(401);
    expect(await ask('/api/v1/uploads?name=a.mp3', { ...file, headers })).toBe(403);
    expect(await ask('/healthz')).toBe(200);
    expect(await ask('/api/docs')).toBe(200);
  });
});

describe('closing', () => {
  test('tells streams to come back, and does not wait for connections that nobody uses', async () => {
    const server = await start();
    const { port, url } = server.address;
    const idle = connect(port, '127.0.0.1');
    const idleIsClosed = new Promise((resolve) => idle.once('close', resolve));
    const stream = await fetch(`${url}/api/v1/runs/stream`);
    const text = stream.text();
    expect(server.streams.clients).toBe(1);
    // Longer than the test may take: it does not wait for that.
    await server.close({ graceMs: 600_000 });
    expect(await text).toContain('event: end\ndata: {"reason":"shutdown"');
    idle.destroy();
    await idleIsClosed;
  });

  test('cuts what is still busy after its time of grace', async () => {
    const server = await start();
    const { port } = server.address;
    const socket = connect(port, '127.0.0.1');
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', ignore);
    // A body that never comes to its end.
    const head =
      'POST /api/v1/runs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n';
    await new Promise<void>((resolve) => socket.write(`${head}\r\n{`, () => resolve()));
    await (await fetch(`${server.address.url}/healthz`)).arrayBuffer();
    await server.close({ graceMs: 1 });
    await closed;
    expect(socket.destroyed).toBe(true);
  });
});
