import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { html, mp3, type Site } from '@telltale/testing/web';
import { describe, expect, onTestFinished, test } from 'vitest';
import { DetailsBench, uploaded } from '../../test/details.ts';
import { libraryDatabase } from '../../test/library.ts';
import { stepRuns } from '../../test/step-runs.ts';

const db = libraryDatabase();
const runs = stepRuns(db);

const GUID = 'urn:uuid:1c9b5d0e-6a4e-4f53-9f0a-000000000001';

/** A feed of two episodes; `{base}` is the site. */
function feedSite(guid = GUID): Site {
  return () => ({
    headers: { 'content-type': 'application/rss+xml' },
    body: `<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel>
      <title>The Lamp</title><language>en</language><image><url>/cover.jpg</url></image>
      <item><title>Oil</title><guid>oil</guid><pubDate>2024-04-01</pubDate><link>/oil</link>
        <enclosure url="/oil.mp3" type="audio/mpeg" length="0"/></item>
      <item><title>Fog</title><guid>${guid}</guid><pubDate>2024-05-01</pubDate><link>/fog</link>
        <description>The horn.</description><enclosure url="/fog.m4a" type="audio/mp4" length="4000"/>
        <podcast:transcript url="/fog.vtt" type="text/vtt"/><podcast:chapters url="/fog.json" type="x"/></item>
      <item><title>Text</title><guid>text</guid><pubDate>2024-06-01</pubDate></item>
    </channel></rss>`,
  });
}

const FEED_LINK = '<link rel="alternate" type="application/rss+xml" href="/feed">';

describe('a page', () => {
  test('that links to its feed has what the feed says of it, and what the feed leaves out from itself', async () => {
    const bench = await DetailsBench.open(db, runs, {
      '/fog': () => html('Fog | The Lamp', '<h1>Fog</h1>', { head: FEED_LINK, language: 'de' }),
      '/feed': feedSite(),
    });
    const { runId, result, row, report, episodeId } = await bench.of('/fog?from=mail');
    expect(await runs.client.reader.getRun(runId)).toMatchObject({ title: 'Fog · The Lamp' });
    expect(result).toEqual({ outcome: 'ok', confidence: 'high', with: 'the feed' });
    expect(row).toMatchObject({
      title: 'Fog',
      show_name: 'The Lamp',
      description: 'The horn.',
      published_at: new Date('2024-05-01T00:00:00.000Z'),
      image_url: bench.url('/cover.jpg'),
      language: 'en',
      canonical_url: bench.url('/fog'),
      page_url: bench.url('/fog?from=mail'),
      feed_url: bench.url('/feed'),
      guid: GUID,
      source_kind: 'canonical',
      aggregator_provider: null,
      audio_url: bench.url('/fog.m4a'),
      audio_format: 'm4a',
      transcripts: [{ url: bench.url('/fog.vtt'), type: 'text/vtt', language: null }],
      chapters_url: bench.url('/fog.json'),
      used: {
        fetch_details: {
          with: 'the feed',
          why: 'the page links to a feed that has this episode (by its title)',
          confidence: 'high',
          from: expect.objectContaining({ title: 'the feed' }),
        },
      },
    });
    expect(report).toMatchObject({
      outcome: 'ok',
      confidence: 'high',
      details: { title: 'Fog' },
      attemptedSources: [
        { source: 'address', outcome: 'ok', note: 'it is a page' },
        { source: 'feed', urlOrQuery: bench.url('/feed'), outcome: 'ok', note: 'found by its title' },
      ],
      agent: null,
    });
    expect(await bench.sources(episodeId)).toEqual([
      `guid ${GUID}`,
      `url ${bench.url('/fog')}`,
      `url ${bench.url('/fog?from=mail')}`,
    ]);
  });

  test('whose feed cannot be read tells what it knows itself, and that is told', async () => {
    const audio = '<audio src="/own.mp3"></audio>';
    const bench = await DetailsBench.open(db, runs, {
      '/locked': () => html('Locked', audio, { head: FEED_LINK }),
      '/feed': () => ({ status: 401 }),
    });
    const { runId, result, row, report } = await bench.of('/locked');
    expect(await runs.client.reader.getRun(runId)).toMatchObject({ title: 'Locked' });
    expect(result).toMatchObject({ outcome: 'ok', confidence: 'high', with: 'the page’s player, the page' });
    expect(row).toMatchObject({ title: 'Locked', audio_url: bench.url('/own.mp3'), guid: null });
    expect(report.attemptedSources[1]).toMatchObject({ outcome: 'error', note: expect.stringContaining('password') });
  });

  test('that tells no audio is a partial answer without a model, and it is said that nobody looked further', async () => {
    const bench = await DetailsBench.open(db, runs, {
      '/scripted': () => html('Scripted', '<div id="player"></div>'),
    });
    const { result, row, said, report } = await bench.of('/scripted');
    expect(result).toMatchObject({ outcome: 'partial', confidence: 'low' });
    expect(row).toMatchObject({ title: 'Scripted', audio_url: null, source_kind: 'unknown' });
    const why = 'The page tells no audio, and no language model is configured that could look further';
    expect(said).toEqual([`${why}: what was found stands.`]);
    expect(report.attemptedSources[1]).toMatchObject({ source: 'agent', outcome: 'skipped' });
  });

  test('without any words fails, and says what to do', async () => {
    const bench = await DetailsBench.open(db, runs, { '/empty': () => html('', '<div></div>') });
    const { message, report } = await bench.of('/empty');
    expect(message).toContain('no language model is configured that could look further. ');
    expect(message).toContain('submit the feed of the podcast or the audio file instead');
    expect(report).toMatchObject({ outcome: 'details_not_found' });
  });

  test('takes title and picture from oEmbed where it tells programs none', async () => {
    const bench = await DetailsBench.open(db, runs, {
      '/embedded': () =>
        html('E', '<audio src="/e.mp3"></audio>', { head: '<link type="application/json+oembed" href="/oembed">' }),
      '/oembed': () => ({
        body: JSON.stringify({ title: 'Embedded', thumbnail_url: '/e.png', author_name: 'ACME Ltd' }),
      }),
    });
    const { row } = await bench.of('/embedded');
    expect(row).toMatchObject({ title: 'Embedded', image_url: bench.url('/e.png'), show_name: null });
  });

  test.each<[string, string, Site, string]>([
    ['is the home page', '/', () => html('Home', '<p>Hello.</p>'), 'it is the home page of a site'],
    [
      'is an article',
      '/news',
      () => html('News', '<p>Hello.</p>', { head: '<meta property="og:type" content="article">' }),
      'it is an article, without audio',
    ],
    [
      'is a picture',
      '/picture',
      () => ({ body: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex') }),
      'it is a file of the type image/png',
    ],
    [
      'is a text',
      '/text',
      () => ({ headers: { 'content-type': 'text/plain' }, body: 'Hello.' }),
      'it is a file of the type text/plain',
    ],
  ])('that %s is not the page of an episode: nothing is kept of it', async (_what, path, site, why) => {
    const bench = await DetailsBench.open(db, runs, { [path]: site });
    const { message, row, report } = await bench.of(path);
    expect(message).toContain(`is not the page of a podcast episode: ${why}.`);
    expect(row).toMatchObject({ title: null, used: {} });
    expect(report).toMatchObject({ outcome: 'not_an_episode' });
  });

  test.each<[string, Site, string]>([
    ['is not there', () => ({ status: 404 }), 'there is no such page (404)'],
    ['may not be shown here', () => ({ status: 451 }), 'the site may not show it here (451)'],
    ['cannot be had now', () => ({ status: 502 }), 'the site cannot answer now (502)'],
    ['breaks off', () => 'cut', 'broke off the connection'],
    ['leads into a private network', () => ({ status: 302, headers: { location: 'http://10.0.0.1/' } }), 'is refused'],
    ['never ends', () => ({ body: endless() }), 'it is larger than the 20,971,520 bytes that are read of a page'],
  ])('that %s is unreachable, and nobody searches by its address', async (_what, site, why) => {
    const bench = await DetailsBench.open(db, runs, { '/the-best-episode': site });
    const { message, report } = await bench.of('/the-best-episode');
    expect(message).toContain(why);
    expect(report).toMatchObject({ outcome: 'episode_unreachable' });
  });
});

async function* endless() {
  for (;;) yield `<p>${'x'.repeat(1_000_000)}</p>`;
}

test('an address of audio is the audio itself, by its content and not by its name; its name is its title', async () => {
  const bench = await DetailsBench.open(db, runs, {
    '/media/The%20Lamp_12.html': () => ({ headers: { 'content-type': 'text/html' }, body: mp3() }),
  });
  const { result, row } = await bench.of('/media/The%20Lamp_12.html');
  expect(result).toMatchObject({ outcome: 'ok', confidence: 'medium' });
  expect(row).toMatchObject({
    title: 'The Lamp 12',
    audio_url: bench.url('/media/The%20Lamp_12.html'),
    audio_format: 'mp3',
  });
});

test('an address of a feed is its newest episode that has audio', async () => {
  const bench = await DetailsBench.open(db, runs, { '/podcast.xml': feedSite('urn:newest') });
  const { row, said } = await bench.of('/podcast.xml');
  expect(row).toMatchObject({ title: 'Fog', guid: 'urn:newest', feed_url: bench.url('/podcast.xml') });
  expect(said).toEqual(['The address is a feed with 3 episodes: its newest one was taken.']);
});

test('an address of a feed leads to the episode that is the newest then, and an episode stays the one that it is', async () => {
  let guid = 'urn:monday';
  const weekly: Site = () => ({
    headers: { 'content-type': 'application/rss+xml' },
    body: `<rss version="2.0"><channel><title>Weekly</title><item><title>Latest</title><guid>${guid}</guid>
      <enclosure url="/latest.mp3" type="audio/mpeg" length="0"/></item></channel></rss>`,
  });
  const bench = await DetailsBench.open(db, runs, { '/weekly': weekly });
  const monday = await bench.of('/weekly');
  expect(await bench.sources(monday.episodeId)).not.toContain(`url ${bench.url('/weekly')}`);
  const again = await bench.of('/weekly');
  expect(again.episodeId).not.toBe(monday.episodeId);
  expect(again.result).toMatchObject({ sameAs: monday.episodeId });
  guid = 'urn:tuesday';
  const tuesday = await bench.ofEpisode(await bench.known({ url: bench.url('/weekly') }));
  expect(tuesday.row).toMatchObject({ guid: 'urn:tuesday' });
  expect((await bench.ofEpisode(monday.episodeId)).row).toMatchObject({ guid: 'urn:monday' });
});

describe('an episode of a feed', () => {
  test('is read there once, and from what was kept for a day', async () => {
    const bench = await DetailsBench.open(db, runs, { '/feed': feedSite() });
    const feed = bench.url('/feed');
    const id = await bench.known({ feed, guid: 'oil' });
    expect((await bench.ofEpisode(id)).row).toMatchObject({
      title: 'Oil',
      guid: 'oil',
      audio_url: bench.url('/oil.mp3'),
    });
    expect((await bench.ofEpisode(id)).row).toMatchObject({ title: 'Oil' });
    expect(bench.sites.requests).toHaveLength(1);
    await db.query(`UPDATE telltale_episode.feed_entry SET fetched_at = now() - interval '25 hours'`);
    await bench.ofEpisode(id);
    expect(bench.sites.requests).toHaveLength(2);
    expect(await bench.sources(id)).toEqual([`guid oil in ${feed}`, `url ${bench.url('/oil')}`]);
  });

  test('that its feed has dropped is taken as it was kept once, and that is said', async () => {
    const bench = await DetailsBench.open(db, runs, { '/feed': feedSite() });
    const feed = bench.url('/feed');
    const id = await bench.known({ feed, guid: 'dropped' });
    expect((await bench.ofEpisode(id)).message).toContain('has no episode with the guid dropped');
    const entry = { guid: 'dropped', title: 'Old', audioUrl: bench.url('/old.mp3'), pageUrl: null, transcripts: [] };
    await db.query(`INSERT INTO telltale_episode.feed_entry VALUES ($1, 'dropped', $2, '2024-01-02')`, [
      feed,
      { show: { title: 'The Lamp' }, entry },
    ]);
    const { row, said } = await bench.ofEpisode(id);
    expect(row).toMatchObject({ title: 'Old' });
    expect(said).toEqual([expect.stringMatching(/has no episode .* What the feed said on 2024-01-02 was used\.$/)]);
  });
});

test('a file that was uploaded is told by its tags and its name, and nothing is fetched', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'telltale-details-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'file');
  await writeFile(path, mp3());
  const media = { withFile: async <T>(_sha256: string, use: (at: string) => Promise<T>) => await use(path) };
  const bench = await DetailsBench.open(db, runs, {}, { media });
  const upload = await uploaded(db, mp3());
  const { result, row } = await bench.ofEpisode(await bench.known({ upload, name: 'My_talk.mp3' }));
  expect(result).toMatchObject({ outcome: 'ok', with: 'the file’s name' });
  expect(row).toMatchObject({ title: 'My talk', audio_url: null, media: upload });
  expect(bench.sites.requests).toEqual([]);
});

test('what an earlier run found and this one does not is gone, but for the name of the show', async () => {
  const pages = { '/changing': () => html('Now', '<audio src="/now.mp3"></audio>') };
  const bench = await DetailsBench.open(db, runs, pages);
  const id = await bench.known({ url: bench.url('/changing') });
  await db.query(
    `UPDATE telltale_episode.episode SET title = 'Before', show_name = 'The Lamp', description = 'x', guid = 'x',
            language = 'fr', transcripts = '[{}]', source_kind = 'aggregator', aggregator_provider = 'spotify' WHERE id = $1`,
    [id],
  );
  expect((await bench.ofEpisode(id)).row).toMatchObject({
    title: 'Now',
    show_name: 'The Lamp',
    description: null,
    guid: null,
    language: 'en',
    transcripts: [],
    source_kind: 'canonical',
    aggregator_provider: null,
  });
});

test('an episode that is not in the library is told as that', async () => {
  const bench = await DetailsBench.open(db, runs, {});
  expect((await bench.ofEpisode('0000000000000000')).message).toContain('The library has no episode');
});

describe('an episode that is known already', () => {
  test('by its guid is told, nothing of it is changed, and the new address leads to it', async () => {
    const bench = await DetailsBench.open(db, runs, {
      '/fog': () => html('Fog', '', { head: FEED_LINK }),
      '/mirror': () => html('Fog', '', { head: FEED_LINK }),
      '/feed': feedSite('urn:known-by-guid'),
    });
    const first = await bench.of('/fog');
    const second = await bench.of('/mirror');
    expect(second.result).toMatchObject({ sameAs: first.episodeId });
    expect(second.row).toMatchObject({ title: null });
    expect(await bench.sources(second.episodeId)).toEqual([]);
    expect(await bench.known({ url: bench.url('/mirror') })).toBe(first.episodeId);
    expect((await bench.ofEpisode(second.episodeId)).result).toMatchObject({ sameAs: first.episodeId });
  });

  test('does not take the place of one that is ready: both are kept, and that is said', async () => {
    const bench = await DetailsBench.open(db, runs, {
      '/early': () => html('Fog', '<audio src="/a.mp3"></audio>'),
      '/late': () => html('Fog', '', { head: FEED_LINK }),
      '/feed': feedSite('urn:learned-later'),
    });
    const early = await bench.of('/early');
    await db.query('UPDATE telltale_episode.episode SET ready_at = now() WHERE id = $1', [early.episodeId]);
    const late = await bench.of('/late');
    await db.query(`UPDATE telltale_episode.episode SET page_url = $2 WHERE id = $1`, [
      early.episodeId,
      bench.url('/late'),
    ]);
    const again = await bench.ofEpisode(early.episodeId);
    expect(again.result).not.toHaveProperty('sameAs');
    expect(again.row).toMatchObject({ guid: 'urn:learned-later' });
    expect(await bench.known({ url: bench.url('/late') })).toBe(late.episodeId);
    expect(await runs.logged(again.runId)).toContainEqual(expect.stringContaining(`known as ${late.episodeId} too`));
  });

  test('is one of the two when both are found out at the same time', async () => {
    const hold: Site = async ({ place, url }) => {
      await place.gate(url.pathname).pass();
      return html('Fog', '', { head: FEED_LINK });
    };
    const bench = await DetailsBench.open(db, runs, { '/one': hold, '/two': hold, '/feed': feedSite('urn:at-once') });
    const both = [bench.of('/one'), bench.of('/two')];
    await Promise.all(['/one', '/two'].map((path) => bench.sites.gate(path).reached()));
    for (const path of ['/one', '/two']) bench.sites.gate(path).open();
    const [one, two] = await Promise.all(both);
    const same = [one?.result?.sameAs, two?.result?.sameAs].filter((id) => id !== undefined);
    expect(same).toHaveLength(1);
    expect([one?.episodeId, two?.episodeId]).toContain(same[0]);
  });

  test('by its canonical page is told, unless that is the home page', async () => {
    const canonical =
      (href: string): Site =>
      () =>
        html('Fog', '<audio src="/a.mp3"></audio>', { head: `<link rel="canonical" href="${href}">` });
    const bench = await DetailsBench.open(db, runs, {
      '/canonical': canonical('/canonical'),
      '/amp': canonical('/canonical'),
      '/home-1': canonical('/'),
      '/home-2': canonical('/'),
    });
    const first = await bench.of('/canonical');
    expect((await bench.of('/amp')).result).toMatchObject({ sameAs: first.episodeId });
    await bench.of('/home-1');
    expect((await bench.of('/home-2')).result).not.toHaveProperty('sameAs');
  });
});
