import { testDatabase } from '@telltale/testing';
import { describe, expect, test } from 'vitest';
import { testServer } from '../../test/server.ts';
import type { PublicFile } from './file-routes.ts';

const server = testServer(testDatabase(), {
  working: false,
  context: (context) => ({
    ...context,
    files: new Map<string, PublicFile>([
      ['/show/', { contentType: 'text/html', read: async (origin) => Buffer.from(`<a href="${origin}/show/a.mp3">`) }],
      ['/show/a.mp3', { contentType: 'audio/mpeg', read: async () => Buffer.from('0123456789') }],
    ]),
  }),
});

async function ask(path: string, init: RequestInit = {}) {
  const response = await server.request(path, init);
  const { status, headers } = response;
  const body = await response.text();
  return { status, body, type: headers.get('content-type'), range: headers.get('content-range') };
}

describe('files that everybody may read', () => {
  test('know where the server is, as whoever asks calls it', async () => {
    const body = '<a href="http://localhost:4040/show/a.mp3">';
    expect(await ask('/show/')).toEqual({ status: 200, body, type: 'text/html', range: null });
  });

  test('are given in parts, so that a player can seek and a download can go on', async () => {
    expect(await ask('/show/a.mp3', { headers: { range: 'bytes=4-' } })).toEqual({
      status: 206,
      body: '456789',
      type: 'audio/mpeg',
      range: 'bytes 4-9/10',
    });
    const range = 'bytes 0-9/10';
    expect(await ask('/show/a.mp3', { headers: { range: 'bytes=0-99' } })).toMatchObject({ status: 206, range });
    expect(await ask('/show/a.mp3', { headers: { range: 'bytes=10-' } })).toMatchObject({
      status: 416,
      range: 'bytes */10',
    });
  });

  test('tell their size to who asks for no more', async () => {
    const response = await server.request('/show/a.mp3', { method: 'HEAD' });
    expect(response.headers.get('content-length')).toBe('10');
    expect(await response.text()).toBe('');
  });

  test('can be read only, and nothing beside them', async () => {
    expect(await ask('/show/a.mp3', { method: 'POST' })).toMatchObject({ status: 405 });
    expect(await ask('/show/../etc/passwd')).toMatchObject({ status: 404 });
    expect(await ask('/show/b.mp3')).toMatchObject({ status: 404 });
  });
});
