import { html, redirect, type Site } from '@telltale/testing/web';
import { describe, expect, test } from 'vitest';
import { hostileWorld, rss } from '../test/hostile-world.ts';
import { libraryDatabase } from '../test/library.ts';

/** Ways into the network of this machine, with the port at which something would answer. */
const INSIDE: readonly ((port: number) => string)[] = [
  (port) => `http://127.0.0.1:${port}/a.wav`,
  (port) => `http://[::1]:${port}/a.wav`,
  (port) => `http://[::ffff:127.0.0.1]:${port}/a.wav`,
  (port) => `http://2130706433:${port}/a.wav`,
  (port) => `http://0x7f.1:${port}/a.wav`,
  (port) => `http://localhost:${port}/a.wav`,
  // A public name that leads there.
  (port) => `http://inside.test:${port}/a.wav`,
  () => 'http://169.254.169.254/latest/meta-data/',
];
const through = (visit: Parameters<Site>[0]) => visit.url.searchParams.get('to') ?? '';
const page = (head: string, body = ''): ReturnType<Site> => html('An episode', body, { head });
const feed = (item: string) => ({ headers: { 'content-type': 'application/rss+xml' }, body: rss(item) });
const audio = ({ place }: Parameters<Site>[0]) =>
  `<enclosure url="${place.url('evil', '/a.wav')}" type="audio/wav" length="9"/>`;

const db = libraryDatabase();
const world = hostileWorld(db, {
  '/redirect': (visit) => redirect(through(visit)),
  '/og-audio': (visit) => page(`<meta property="og:audio" content="${through(visit)}">`),
  '/enclosure': (visit) => feed(`<title>E</title><enclosure url="${through(visit)}" type="audio/wav" length="9"/>`),
  '/feed-link': (visit) =>
    page(
      `<link rel="alternate" type="application/rss+xml" href="${through(visit)}">`,
      `<audio src="/a.wav?feed"></audio>`,
    ),
  '/oembed': (visit) =>
    page(`<link type="application/json+oembed" href="${through(visit)}">`, `<audio src="/a.wav?oembed"></audio>`),
  '/canonical': (visit) =>
    page(`<link rel="canonical" href="${through(visit)}">`, `<audio src="/a.wav?canonical"></audio>`),
  '/json-ld': (visit) =>
    page(
      `<script type="application/ld+json">${JSON.stringify({
        '@type': 'PodcastEpisode',
        name: 'E',
        image: through(visit),
        webFeed: through(visit),
        audio: { '@type': 'AudioObject', contentUrl: through(visit) },
      })}</script>`,
    ),
  '/transcript': (visit) =>
    feed(`<title>E</title>${audio(visit)}<podcast:transcript url="${through(visit)}" type="text/vtt"/>`),
  '/chapters': (visit) => feed(`<title>E</title>${audio(visit)}<podcast:chapters url="${through(visit)}"/>`),
  '/image': (visit) => feed(`<title>E</title>${audio(visit)}<image><url>${through(visit)}</url></image>`),
  '/circle': ({ place }) => redirect(place.url('evil', '/circle')),
  '/long-way': ({ place, url }) => redirect(place.url('evil', `/long-way?n=${Number(url.searchParams.get('n')) + 1}`)),
  '/locked': ({ headers, place }) =>
    headers.authorization === `Basic ${Buffer.from('me:swordfish').toString('base64')}`
      ? feed(
          `<title>Private</title><enclosure url="${place.url('evil', '/a.wav?private')}" type="audio/wav" length="9"/>`,
        )
      : { status: 401, headers: { 'www-authenticate': 'Basic' } },
});

test.each(INSIDE.map((into) => [into(4_040), into] as const))('nobody is sent to %s', async (_example, into) => {
  const to = encodeURIComponent(into(world.sites.port));
  const ended = await world.end({ url: world.url(`/redirect?to=${to}`) });
  expect({ step: ended.step, code: ended.code }).toEqual({ step: 'fetch_details', code: 'episode_unreachable' });
  expect(ended.message).toMatch(/ is refused: /);
});

test.each([
  ['/og-audio', 'download', 'download_failed'],
  ['/enclosure', 'download', 'download_failed'],
  ['/json-ld', 'download', 'download_failed'],
  ['/feed-link', null, null],
  ['/oembed', null, null],
  ['/canonical', null, null],
  ['/transcript', null, null],
  ['/chapters', null, null],
  ['/image', null, null],
])('what %s names on a private address is not called, and that is said', async (path, step, code) => {
  const to = encodeURIComponent(world.sites.url('inside', '/a.wav'));
  const ended = await world.end({ url: world.url(`${path}?to=${to}`) });
  expect({ step: ended.step, code: ended.code }).toEqual({ step, code });
  // Canonical addresses and pictures are only told of.
  if (!['/canonical', '/image'].includes(path))
    expect(JSON.stringify(ended.events)).toContain('inside.test is refused: ');
});

test('nobody inside was asked', () => {
  expect([...new Set(world.sites.requests.map(({ host }) => host))]).toEqual(['evil.test']);
});

test.each([
  ['/circle', /sends the call on in a circle/],
  ['/long-way?n=1', /sends the call on more than 10 times/],
])('%s ends', async (path, why) => {
  const { step, code, message } = await world.end({ url: world.url(path) });
  expect({ step, code }).toEqual({ step: 'fetch_details', code: 'episode_unreachable' });
  expect(message).toMatch(why);
});

describe('a feed with a password', () => {
  test('says that it wants one', async () => {
    const { step, message } = await world.end({ feed: world.url('/locked'), guid: '1' });
    expect(step).toBe('fetch_details');
    expect(message).toMatch(/it wants a password \(401\)\. .*upload the audio file itself/);
  });

  test('is read with that of its address, which nobody sees in what is told of its runs', async () => {
    const url = world.url('/locked').replace('//', '//me:swordfish@');
    const episodeId = await world.made({ feed: url, guid: '1' });
    const wrong = await world.end({ feed: url.replace('swordfish', 'wrong-swordfish'), guid: '1' });
    expect(wrong.message).toMatch(/it wants a password/);
    expect(wrong.message).not.toContain('swordfish');
    const told = [];
    for (const table of ['event', 'progress', 'step_run', 'item', 'action', 'artifact']) {
      const { rows } = await db.query<{ line: string }>(
        `SELECT t::text AS line FROM telltale.${table} t WHERE t::text LIKE '%swordfish%'`,
      );
      told.push(...rows.map(({ line }) => `${table}: ${line}`));
    }
    expect(told).toEqual([]);
    const shown = await world.library.getEpisode({ episodeId });
    expect(JSON.stringify(shown)).not.toContain('swordfish');
  });
});
