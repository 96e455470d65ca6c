import { request } from 'node:http';
import { expect, test } from 'vitest';
import { get, open } from './fixtures/get.ts';
import { html, mp3, type Sites, startSites, wav } from './index.ts';

const episodeBytes = mp3().length;

async function withSites(use: (sites: Sites) => Promise<void>): Promise<void> {
  await using sites = await startSites();
  await use(sites);
  expect(sites.problems).toEqual([]);
}

test('sites are told apart by name, and every name under .test leads to the server', () =>
  withSites(async (sites) => {
    expect((await get(sites.url('podcast'))).text).toContain('Nachtfunk');
    expect((await get(sites.url('elsewhere'))).text).toContain('You are elsewhere');
    expect((await get(sites.url('inside'))).status).toBe(404);
    expect((await get(sites.url('podcast', '/nowhere'))).status).toBe(404);
    expect(await sites.lookup('inside.test')).toEqual(['127.0.0.1']);
    await expect(sites.lookup('example.org')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    expect(sites.hosts).toContain('podcast.test');
    expect(sites.hosts).not.toContain('inside.test');
  }));

test('requests are noted with the host that they were for', () =>
  withSites(async (sites) => {
    const next = sites.nextRequest(({ path }) => path === '/trap/x');
    await get(`http://127.0.0.1:${sites.port}/trap/x?a=1`, { method: 'POST', body: 'secret' });
    const noted = { method: 'POST', host: '127.0.0.1', path: '/trap/x', search: '?a=1', body: 'secret' };
    expect(await next).toMatchObject(noted);
    expect(await sites.seenRequest(({ host }) => host === '127.0.0.1')).toMatchObject(noted);
    expect(sites.trapped('x')).toMatchObject([noted]);
    expect(sites.trapped('y')).toEqual([]);
  }));

test('a hostile page settles when it says so', () =>
  withSites(async (sites) => {
    await expect(sites.settled('some', { timeoutMs: 1 })).rejects.toThrow('did not come');
    await get(sites.url('hostile', '/settled/some'), { method: 'POST' });
    await sites.settled('some');
  }));

test('a test can bring its own sites, and hears what they throw', async () => {
  await using sites = await startSites({
    extra: {
      mine: () => html('Mine', '<h1>My own</h1>'),
      podcast: () => {
        throw new RangeError('no more tape');
      },
    },
  });
  expect((await get(sites.url('mine'))).text).toContain('My own');
  expect(sites.hosts).toContain('mine.test');
  await expect(get(sites.url('podcast'))).rejects.toThrow('socket hang up');
  expect(sites.problems).toEqual([expect.stringContaining('no more tape')]);
});

test('slow pages wait for their gate, before they answer or in the middle', () =>
  withSites(async (sites) => {
    const late = get(sites.url('slow', '/answer/a'));
    await sites.gate('a').reached();
    sites.gate('a').open();
    expect((await late).text).toContain('Late, but here');

    const half = await open(sites.url('slow', '/body/b'));
    let text = '';
    for await (const chunk of half) {
      text += chunk;
      if (text.includes('second')) continue;
      expect(text).toContain('The first part');
      sites.gate('b').open();
    }
    expect(text).toContain('The second part');
  }));

test('a page that waits does not hold up the end', async () => {
  const sites = await startSites();
  const left = expect(get(sites.url('slow', '/answer/never'))).rejects.toThrow('socket hang up');
  const half = await open(sites.url('slow', '/body/never'));
  await sites.gate('never').reached();
  await sites.close();
  await sites.close();
  await left;
  await expect(half.toArray()).rejects.toThrow('aborted');
  expect(sites.problems).toEqual([]);
});

test('redirects lead on, round in circles, and anywhere', () =>
  withSites(async (sites) => {
    const leads = async (path: string) => {
      const { status, headers, text } = await get(sites.url('redirects', path));
      return status === 200 ? text : `${status} ${headers.location}`;
    };
    expect(await leads('/chain/2')).toBe('302 /chain/1');
    expect(await leads('/chain/0')).toContain('The end of the chain');
    expect(await leads('/loop')).toBe('302 /loop');
    expect(await leads('/to?status=308&url=file%3A%2F%2F%2Fetc%2Fpasswd')).toBe('308 file:///etc/passwd');
  }));

test('files come whole or in parts, as they should be', () =>
  withSites(async (sites) => {
    const whole = await get(sites.url('files', '/episode.mp3'));
    expect(whole).toMatchObject({ status: 200, headers: { 'content-type': 'audio/mpeg', 'accept-ranges': 'bytes' } });
    expect(whole.bytes).toEqual(mp3());
    const part = await get(sites.url('files', '/episode.mp3'), { headers: { range: 'bytes=2-5' } });
    expect(part).toMatchObject({ status: 206, headers: { 'content-range': `bytes 2-5/${episodeBytes}` } });
    expect(part.bytes).toEqual(mp3().subarray(2, 6));
    const rest = await get(sites.url('files', '/episode.mp3'), { headers: { range: `bytes=${episodeBytes - 1}-` } });
    expect(rest.bytes).toHaveLength(1);
    const beyond = await get(sites.url('files', '/episode.mp3'), { headers: { range: `bytes=${episodeBytes}-` } });
    expect(beyond.status).toBe(416);
    expect((await get(sites.url('files', '/episode.wav'))).bytes).toEqual(wav());
    expect((await get(sites.url('files', '/no-ranges.mp3'), { headers: { range: 'bytes=2-5' } })).status).toBe(200);
  }));

test('files come as they should not be', () =>
  withSites(async (sites) => {
    const headersOf = async (path: string) => (await get(sites.url('files', path))).headers;
    expect((await headersOf('/wrong-type.mp3'))['content-type']).toBe('text/plain');
    expect(await headersOf('/no-type.mp3')).not.toHaveProperty('content-type');
    expect((await get(sites.url('files', '/html.mp3'))).text).toContain('<h1>');
    expect((await headersOf('/html.mp3'))['content-type']).toBe('audio/mpeg');
    expect((await headersOf('/climbs'))['content-disposition']).toContain('../etc');
    expect((await get(sites.url('files', '/empty.mp3'))).bytes).toHaveLength(0);
    expect((await get(sites.url('files', '/bomb.mp3'))).bytes.length).toBeLessThan(50_000);
    await expect(get(sites.url('files', '/short.mp3'))).rejects.toThrow('aborted');
    for (const path of ['/huge.mp3', '/endless.mp3']) {
      let seen = 0;
      for await (const chunk of await open(sites.url('files', path))) {
        seen += chunk.length;
        if (seen > 1_000_000) break;
      }
      expect(seen).toBeGreaterThan(1_000_000);
    }
  }));

test('a slow file waits in its middle', () =>
  withSites(async (sites) => {
    const response = await open(sites.url('files', '/slow.mp3'));
    await sites.gate('slow-file').reached();
    sites.gate('slow-file').open();
    expect(Buffer.concat(await response.toArray())).toEqual(mp3());
  }));

test('what is behind cookies needs them', () =>
  withSites(async (sites) => {
    expect((await get(sites.url('consent'))).text).not.toContain('Alle Folgen');
    expect((await get(sites.url('consent'), { headers: { cookie: 'consent=yes' } })).text).toContain('Alle Folgen');

    expect((await get(sites.url('members', '/episode.mp3'))).status).toBe(403);
    const logIn = (password: string) =>
      get(sites.url('members'), { method: 'POST', body: `name=anna&password=${password}` });
    expect((await logIn('ebb')).status).toBe(200);
    const { status, headers } = await logIn('tide');
    expect(status).toBe(303);
    const cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    expect((await get(sites.url('members', '/episode.mp3'), { headers: { cookie } })).bytes).toEqual(mp3());
  }));

test('a challenge goes away when its gate opens, or stays', () =>
  withSites(async (sites) => {
    expect(await get(sites.url('captcha', '/cloudflare/a'))).toMatchObject({
      status: 403,
      text: expect.stringContaining('challenge-platform'),
    });
    sites.gate('a').open();
    expect((await get(sites.url('captcha', '/opened/a'))).status).toBe(204);
    expect((await get(sites.url('captcha', '/cloudflare/a'))).text).toContain('Behind the challenge');
    expect((await get(sites.url('captcha', '/cloudflare'))).status).toBe(403);
  }));

test('forms show what was sent', () =>
  withSites(async (sites) => {
    const { text } = await get(sites.url('account', '/save'), { method: 'POST', body: 'name=Anna&news=on' });
    expect(text).toContain('<li>name: Anna</li><li>news: on</li>');
  }));

test('a page can be of 5 MB', () =>
  withSites(async (sites) => {
    expect((await get(sites.url('endless', '/long'))).bytes.length).toBeGreaterThan(5_000_000);
  }));

test('a path is taken as it is', () =>
  withSites(async (sites) => {
    const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
    request({ host: '127.0.0.1', port: sites.port, path: '//trap/x', headers: { host: 'hostile.test' } })
      .once('response', (response) => resolve(response.resume().statusCode))
      .once('error', reject)
      .end();
    expect(await promise).toBe(204);
    expect(sites.requests).toMatchObject([{ host: 'hostile.test', path: '//trap/x' }]);
  }));
