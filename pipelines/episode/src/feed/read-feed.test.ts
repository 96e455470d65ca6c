import { OutboundPolicy } from '@telltale/outbound';
import { paths, type Site, startSites } from '@telltale/testing/web';
import { expect, onTestFinished, test } from 'vitest';
import { readFeed } from './read-feed.ts';

const FEED =
  '<rss version="2.0"><channel><title>Ä lamp</title><item><title>One</title><link>one</link></item></channel></rss>';

async function open(site: Site) {
  const sites = await startSites({ extra: { feeds: paths({ '/feed': site, '/moved': () => ({ body: FEED }) }) } });
  onTestFinished(() => sites.close());
  const outbound = new OutboundPolicy({ allowPrivate: sites.hosts, lookup: sites.lookup });
  const read = (signal = new AbortController().signal) => readFeed(sites.url('feeds', '/feed'), { outbound, signal });
  return { sites, read };
}

test('a feed is read in the encoding that it names', async () => {
  const body = Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>${FEED}`, 'latin1');
  const { read } = await open(() => ({ headers: { 'content-type': 'application/rss+xml' }, body }));
  expect((await read()).show.title).toBe('Ä lamp');
});

test('relative URLs count from where the feed was found in the end', async () => {
  const { read, sites } = await open(({ place }) => ({
    status: 301,
    headers: { location: place.url('feeds', '/moved') },
  }));
  expect((await read()).entries[0]?.pageUrl).toBe(sites.url('feeds', '/one'));
});

async function* endless() {
  for (;;) yield `<item><title>${'x'.repeat(100_000)}</title></item>`;
}

test.each<[string, Site, object]>([
  ['wants a password', () => ({ status: 401 }), { problem: 'locked', retryable: false }],
  ['is gone', () => ({ status: 410 }), { problem: 'missing', retryable: false }],
  ['is refused', () => ({ status: 403 }), { problem: 'refused', retryable: false }],
  ['cannot be had now', () => ({ status: 503 }), { problem: 'unreachable', retryable: true }],
  ['breaks off', () => 'cut', { problem: 'unreachable', retryable: true }],
  ['never ends', () => ({ body: endless() }), { problem: 'too-large', retryable: false }],
  [
    'leads into a private network',
    () => ({ status: 302, headers: { location: 'http://169.254.169.254/feed' } }),
    { problem: 'refused', hint: expect.stringContaining('allowPrivate') },
  ],
])('a feed that %s is told as that', async (_what, site, expected) => {
  const { read } = await open(site);
  await expect(read()).rejects.toMatchObject({ code: 'feed_unreadable', ...expected });
});

test('who does not want it any more waits for nothing', async () => {
  const { read, sites } = await open(async ({ place }) => {
    await place.gate('feed').pass();
    return {};
  });
  const controller = new AbortController();
  const reading = read(controller.signal);
  await sites.gate('feed').reached();
  controller.abort(new Error('enough'));
  await expect(reading).rejects.toThrow('enough');
});
