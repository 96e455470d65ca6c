import { pipeline } from 'node:stream';
import { createGzip } from 'node:zlib';
import { html, type Site } from '@telltale/testing/web';
import { describe, expect, test } from 'vitest';
import { AUDIO_S, hostileWorld, rss } from '../test/hostile-world.ts';
import { libraryDatabase } from '../test/library.ts';
import { plainText } from './feed/index.ts';

const MB = 1_000_000;
/** A page that never ends. */
async function* endless(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('<!doctype html><title>Endless</title>');
  while (true) yield Buffer.alloc(65_536, '<p>more</p> ');
}

const feed = (item: string): ReturnType<Site> => ({
  headers: { 'content-type': 'application/rss+xml' },
  body: rss(item),
});
const withTranscript =
  (type: string): Site =>
  ({ place, url }) =>
    feed(`<title>${type}</title><enclosure url="${place.url('evil', `/a.wav?${type}`)}" type="audio/wav" length="9"/>
    <podcast:transcript url="${place.url('evil', `${url.pathname}/transcript`)}" type="${type}"/>`);

const db = libraryDatabase();
const world = hostileWorld(db, {
  '/endless': () => ({ headers: { 'content-type': 'text/html' }, body: endless() }),
  '/gzip': () => ({
    headers: { 'content-type': 'text/html', 'content-encoding': 'gzip' },
    body: pipeline(endless, createGzip(), () => undefined),
  }),
  '/laughs': () => ({
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha">${'bcdefghij'
      .split('')
      .map((name, place) => `<!ENTITY ${name} "${`&${'abcdefghi'[place]};`.repeat(10)}">`)
      .join('')}]><rss version="2.0"><channel><title>&j;</title></channel></rss>`,
  }),
  '/deep': () => feed('<a>'.repeat(200_000)),
  '/deep-page': () =>
    html('Deep', `${'<h1><div>'.repeat(500_000)}text`, { head: '<meta property="og:audio" content="/a.wav?deep">' }),
  '/players': () => html('Players', '<audio src="/a.wav?p"><source src="/a.wav?p">'.repeat(100_000)),
  '/json-ld': () =>
    html('JSON', '<audio src="/a.wav?json"></audio>', {
      head: `<script type="application/ld+json">${'{"@graph":['.repeat(300_000)}${']}'.repeat(300_000)}</script>`,
    }),
  '/json-bomb': () => ({
    headers: { 'content-type': 'application/feed+json' },
    body: `{"version":"https://jsonfeed.org/version/1.1","items":${'['.repeat(5 * MB)}`,
  }),
  '/many': ({ place }) => ({
    headers: { 'content-type': 'application/rss+xml' },
    body: `<rss version="2.0"><channel><title>Many</title><description>${'d'.repeat(2 * MB)}</description>${Array.from(
      { length: 100_000 },
      (_, index) =>
        `<item><title>${index}</title><guid>${index}</guid><enclosure url="${place.url('evil', '/a.wav')}" type="audio/wav"/></item>`,
    ).join('')}</channel></rss>`,
  }),
  '/vtt': withTranscript('text/vtt'),
  '/vtt/transcript': () => ({
    headers: { 'content-type': 'text/vtt' },
    body: `WEBVTT\n\n00:00.000 --> 00:06.000\n<v ${' '.repeat(2 * MB)}x\n${'word '.repeat(MB)}`,
  }),
  '/html': withTranscript('text/html'),
  '/html/transcript': () => html('Transcript', `${'<cite><div>'.repeat(400_000)}<time>0:01</time><p>words`),
  '/wrong': withTranscript('application/json'),
  '/wrong/transcript': () => ({
    headers: { 'content-type': 'application/json' },
    body: '{"segments":[{"startTime":"NaN","endTime":1e999,"body":{"text":"a"}}]}',
  }),
});

describe('a document that is made to exhaust who reads it', () => {
  test.each([
    ['/endless', 'episode_unreachable', /larger than the 20,971,520 bytes/],
    ['/gzip', 'episode_unreachable', /larger than the 20,971,520 bytes/],
    ['/laughs', 'feed_unreadable', /it defines XML entities of its own/],
    ['/deep', 'feed_unreadable', /its markup is broken/],
    ['/json-bomb', 'feed_unreadable', /neither RSS nor Atom nor JSON Feed/],
  ])('%s fails in the step that reads it, and says why', async (path, code, why) => {
    const ended = await world.end({ url: world.url(path) });
    expect({ step: ended.step, code: ended.code }).toEqual({ step: 'fetch_details', code });
    expect(ended.message).toMatch(why);
  });

  test.each(['/deep-page', '/players', '/json-ld'])('%s gives what stands before', async (path) => {
    const episodeId = await world.made({ url: world.url(path) });
    const { rows } = await db.query('SELECT title FROM telltale_episode.episode WHERE id = $1', [episodeId]);
    expect(rows).toEqual([{ title: expect.stringMatching(/^(?:Deep|Players|JSON)$/) }]);
  });

  test.each([
    ['/vtt', /more than anybody can say/],
    ['/html', /more elements than a transcript has/],
    ['/wrong', /JSON of another kind/],
  ])('the transcript of %s is left out, and the audio is listened to', async (path, why) => {
    const { episodeId, events } = await world.end({ url: world.url(path) });
    expect(JSON.stringify(events)).toMatch(why);
    const { segments } = await world.library.getTranscript({ episodeId: episodeId ?? '' });
    expect(segments).toMatchObject([{ startS: 0, endS: AUDIO_S, text: expect.stringMatching(/^They say/) }]);
  });
});

test('of a feed with 100,000 entries the first 5,000 are read, and what they share is kept once for each in a few words', async () => {
  const { runId } = await world.client.submit('feed', { url: world.url('/many'), latest: 1 });
  expect(await world.client.wait(runId)).toMatchObject({ state: 'succeeded', result: { episodes: 1 } });
  const { events } = await world.client.reader.readEvents(runId);
  expect(JSON.stringify(events)).toContain('Only the first 5,000 entries were read.');
  const { rows } = await db.query(
    'SELECT max(length(entry::text)) < 2000 AS "isShort" FROM telltale_episode.feed_entry',
  );
  expect(rows).toEqual([{ isShort: true }]);
});

test('text that is nested without end is read', () => {
  expect(plainText(`${'<b>'.repeat(14_000)}Deep<p>down</p>`)).toBe('Deep\ndown');
});
