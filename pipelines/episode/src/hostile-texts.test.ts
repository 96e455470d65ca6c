import type { Site } from '@telltale/testing/web';
import { expect, test } from 'vitest';
import { AUDIO_S, hostileWorld, rss } from '../test/hostile-world.ts';
import { libraryDatabase } from '../test/library.ts';

/** What Postgres refuses, in text or in JSON. */
const UNSTORABLE = 'a\0b \ud800 c';
const STORED = 'a b \ufffd c';
const MARKUP = '<script>alert(1)</script><img src=x onerror="alert(2)">';

const json =
  (body: (url: (path: string) => string) => unknown): Site =>
  ({ place }) => ({
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body((path) => place.url('evil', path))),
  });

const db = libraryDatabase();
const world = hostileWorld(db, {
  '/feed.json': json((url) => ({
    version: 'https://jsonfeed.org/version/1.1',
    title: UNSTORABLE,
    description: 'x'.repeat(1_000_000),
    items: [
      {
        id: UNSTORABLE,
        title: `${UNSTORABLE} ${'t'.repeat(5_000_000)}`,
        content_html: `${UNSTORABLE}${MARKUP}<p>text</p>`,
        url: 'javascript:alert(1)',
        image: 'file:///etc/passwd',
        language: UNSTORABLE,
        date_published: '+275760-09-13T00:00:00Z',
        attachments: [
          { url: 'data:audio/wav;base64,AAAA', mime_type: 'audio/wav' },
          { url: url('/a.wav'), mime_type: 'audio/wav', duration_in_seconds: 1e308 },
        ],
      },
    ],
  })),
  '/feed.xml': ({ place }) => ({
    headers: { 'content-type': 'application/rss+xml' },
    body: rss(`<title>Told \0 by others</title><link>file:///etc/passwd</link>
      <enclosure url="${place.url('evil', '/a.wav')}" type="audio/wav" length="-5"/>
      <podcast:chapters url="${place.url('evil', '/chapters')}" type="application/json+chapters"/>
      <podcast:transcript url="javascript:alert(1)" type="text/vtt"/>
      <podcast:transcript url="data:text/vtt,WEBVTT" type="text/vtt"/>
      <podcast:transcript url="file:///etc/passwd" type="text/vtt"/>
      <podcast:transcript url="${place.url('evil', '/transcript')}" type="application/json"/>`),
  }),
  '/chapters': json((url) => ({
    chapters: [
      { startTime: 1, title: UNSTORABLE, url: 'javascript:alert(1)', img: 'data:image/svg+xml,x' },
      { startTime: 2, title: '\0' },
      { startTime: 0, title: 't'.repeat(2_000), url: url('/\0') },
    ],
  })),
  '/transcript': json(() => ({
    segments: [
      { startTime: -5, endTime: 1, body: 'before the beginning' },
      { startTime: 0, endTime: AUDIO_S, body: `${MARKUP} five six` },
      { startTime: 2, endTime: 1, body: `${UNSTORABLE} --> one`, speaker: UNSTORABLE },
    ],
  })),
  '/long': ({ place }) => ({
    body: `<html><head><title>Long</title>
      <link rel="canonical" href="/${'a%C3%A9'.repeat(2_000)}">
      <meta property="og:audio" content="${place.url('evil', '/a.wav?long')}"></head></html>`,
  }),
});

const asking = { signal: new AbortController().signal };

test('what Postgres cannot store is no reason to fail, and no script comes out of a feed', async () => {
  const episodeId = await world.made({ url: world.url('/feed.json') });
  const episode = await world.library.getEpisode({ episodeId });
  expect(episode).toMatchObject({
    title: expect.stringMatching(/^a b \ufffd c t+…$/),
    showName: STORED,
    description: 'ab \ufffd c\ntext',
    ...{ publishedAt: null, pageUrl: null, imageUrl: null, audioUrl: world.url('/a.wav') },
  });
  expect(episode.title).toHaveLength(500);
});

test('transcripts and chapters come out as plain text, with addresses of the web or none', async () => {
  const episodeId = await world.made({ url: world.url('/feed.xml') });
  const { title, chapters } = await world.library.getEpisode({ episodeId });
  expect(title).toBe('Told by others');
  expect(chapters).toEqual([
    { startS: 0, title: 't'.repeat(500), url: world.url('/'), imageUrl: null },
    { startS: 1, title: STORED, url: null, imageUrl: null },
  ]);
  const { segments } = await world.library.getTranscript({ episodeId });
  expect(segments).toMatchObject([
    { startS: 0, endS: AUDIO_S, text: `${MARKUP} five six`, speaker: null },
    { startS: 2, endS: 2, text: `${STORED} --> one`, speaker: STORED },
  ]);
  const { text } = await world.library.getTranscriptFile(episodeId, 'vtt');
  expect(text).toContain('&lt;script&gt;');
  expect(text.match(/-->/g)).toHaveLength(segments.length);
  const { hits } = await world.library.searchPassages({ text: 'five', mode: 'words', limit: 5 }, asking);
  expect(hits).toMatchObject([{ text: expect.stringContaining(MARKUP) }]);
});

test('an address that no index holds is left out', async () => {
  const episodeId = await world.made({ url: world.url('/long') });
  const episode = await world.library.getEpisode({ episodeId });
  expect(episode).toMatchObject({ title: 'Long', canonicalUrl: null });
});

test.each([
  ["'unclosed & (tsquery | !!! <-> :*"],
  ['or or or -and "'],
  ['the of and'],
  ['\0\ud800🎧🎧'],
  ['-'.repeat(500)],
  [`lamp ${'- '.repeat(200)}`],
  ['('.repeat(500)],
  [`${'"a" -b or '.repeat(49)}c`],
  ['\\'.repeat(499)],
])('a search for %j is answered', async (text) => {
  const { hits } = await world.library.searchPassages({ text, mode: 'hybrid', limit: 5 }, asking);
  expect(Array.isArray(hits)).toBe(true);
  const { episodes } = await world.library.listEpisodes({ text, show: text, source: text, limit: 5 });
  const { entities } = await world.library.listEntities({ text, type: text, limit: 5 });
  expect([episodes, entities]).toEqual([[], []]);
});

test.each([
  ['an address with NUL', { url: 'https://evil.test/\0' }],
  ['an address that is far longer as it is sent', { url: `https://evil.test/${'é'.repeat(1_000)}` }],
  ['another scheme', { url: 'file:///etc/passwd' }],
  ['a script', { url: 'javascript:alert(1)' }],
  ['a guid with NUL', { feed: 'https://evil.test/', guid: 'a\0' }],
  ['a guid that no index holds', { feed: 'https://evil.test/', guid: '€'.repeat(200) }],
  ['a name with NUL', { upload: 'a'.repeat(64), name: 'a\0.mp3' }],
  ['an id that is a path', { episodeId: '../../etc/passwd' }],
])('%s is refused before there is a run', async (_what, input) => {
  await expect(world.client.submit('episode', input)).rejects.toMatchObject({ code: 'input_invalid' });
});
