import { expect, test } from 'vitest';
import { mergeFindings } from '../merge-findings.ts';
import { readPage } from './read-page.ts';
import { whyNoEpisode } from './why-no-episode.ts';

const URL = 'https://lamp.example/episodes/fog';

function page(head: string, body = ''): string {
  return `<!doctype html><html lang="de-AT"><head><title>Fog | The Lamp</title>${head}</head><body>${body}</body></html>`;
}

function ld(value: unknown): string {
  return `<script type="application/ld+json">${typeof value === 'string' ? value : JSON.stringify(value)}</script>`;
}

function detailsOf(html: string) {
  const { told, shown } = readPage(html, URL);
  return mergeFindings([...told, shown]);
}

const EPISODE = {
  '@type': 'PodcastEpisode',
  name: 'Fog &amp; Horn',
  url: '/episodes/fog',
  datePublished: '2024-05-01',
  description: '<p>About fog.</p>',
  image: { '@type': 'ImageObject', url: '/fog.jpg' },
  associatedMedia: [{ '@type': 'MediaObject', contentUrl: '/fog', encodingFormat: 'audio/mpeg' }],
  partOfSeries: { '@type': 'PodcastSeries', name: 'The Lamp', webFeed: '/feed.xml' },
  identifier: { '@type': 'PropertyValue', value: 'urn:fog' },
};

test('the JSON-LD of an episode is read, in a graph and beside others', () => {
  const other = { ...EPISODE, url: '/episodes/oil', name: 'Oil' };
  const html = page(ld({ '@context': 'https://schema.org', '@graph': [{ '@type': 'WebSite' }, other, EPISODE] }));
  const { details, from } = detailsOf(html);
  expect(details).toMatchObject({
    title: 'Fog & Horn',
    showName: 'The Lamp',
    description: 'About fog.',
    publishedAt: '2024-05-01T00:00:00.000Z',
    imageUrl: 'https://lamp.example/fog.jpg',
    language: 'de',
    canonicalUrl: URL,
    guid: 'urn:fog',
    audioUrl: 'https://lamp.example/fog',
    audioFormat: 'mp3',
  });
  expect(from).toMatchObject({ title: 'JSON-LD', language: 'the page' });
  expect(readPage(html, URL)).toMatchObject({ feedUrls: ['https://lamp.example/feed.xml'], isEpisode: true });
});

test('of several episodes none is taken if none says that it is this page’s', () => {
  const list = ['a', 'b'].map((name) => ({ ...EPISODE, url: `/episodes/${name}`, name }));
  expect(readPage(page(ld(list)), URL)).toMatchObject({ describesEpisode: false, isEpisode: false });
});

test('an audio object alone is enough; JSON-LD that is none is passed over', () => {
  const html = page(ld('{ "@type": ') + ld({ '@type': 'AudioObject', name: 'Fog', contentUrl: 'fog.ogg' }));
  expect(detailsOf(html).details).toMatchObject({ title: 'Fog', audioUrl: 'https://lamp.example/episodes/fog.ogg' });
});

test('OpenGraph and the Twitter card are read where JSON-LD says nothing', () => {
  const { details, from } = detailsOf(
    page(`<meta property="og:title" content="Fog"><meta property="og:image" content="/og.jpg">
      <meta name="twitter:player:stream" content="/fog.m4a"><meta name="twitter:player:stream:content_type" content="audio/mp4">
      <meta property="article:published_time" content="2024-05-01T10:00:00+02:00">`),
  );
  expect(details).toMatchObject({
    title: 'Fog',
    imageUrl: 'https://lamp.example/og.jpg',
    audioUrl: 'https://lamp.example/fog.m4a',
    audioFormat: 'm4a',
    publishedAt: '2024-05-01T08:00:00.000Z',
  });
  expect(from).toMatchObject({ title: 'OpenGraph', audioUrl: 'the Twitter card' });
});

test.each([
  ['a player', '<audio><source src="/a.mp3" type="audio/mpeg"></audio>', 'https://lamp.example/a.mp3'],
  [
    'a player with a choice of formats',
    '<audio><source src="/a.opus"><source src="/a.mp3"></audio>',
    'https://lamp.example/a.opus',
  ],
  ['a link', '<a href="/a.mp3?dl=1">Download</a><a href="/b">b</a>', 'https://lamp.example/a.mp3?dl=1'],
  ['players of several episodes', '<audio src="/a.mp3"></audio><audio src="/b.mp3"></audio>', null],
  ['links to several episodes', '<a href="/a.mp3">a</a><a href="/b.mp3">b</a>', null],
])('the audio of %s', (_what, body, audioUrl) => {
  expect(detailsOf(page('', body)).details.audioUrl).toBe(audioUrl);
});

test('what only people read comes last, and helps to find the episode in its feed', () => {
  const html = page(
    `<link rel="alternate" type="application/rss+xml" href="/feed.xml">
     <link rel="alternate" type="application/rss+xml" href="/episodes/fog/comments/feed/">
     <link rel="canonical" href="https://www.lamp.example/episodes/fog/">
     <link type="application/json+oembed" href="/oembed?url=x">`,
    '<h1>Fog  at night</h1><time datetime="2024-05-01">May</time><div data-guid="g-1"></div>',
  );
  expect(readPage(html, URL)).toMatchObject({
    feedUrls: ['https://lamp.example/feed.xml'],
    oembedUrls: ['https://lamp.example/oembed?url=x'],
    canonicalUrl: 'https://www.lamp.example/episodes/fog/',
    guids: ['g-1'],
    titles: ['Fog at night', 'Fog | The Lamp', 'Fog', 'The Lamp'],
    shown: { details: { title: 'Fog at night', guid: 'g-1', publishedAt: '2024-05-01T00:00:00.000Z' } },
    isEpisode: false,
  });
});

const ARTICLE = '<meta property="og:type" content="article">';

test.each<[string, string, string, string | null]>([
  ['an article', URL, page(ARTICLE), 'it is an article, without audio'],
  ['an article that has audio', URL, page(ARTICLE, '<audio src="/a.mp3"></audio>'), null],
  ['an article with something like a player', URL, page(ARTICLE, '<div class="audio-player"></div>'), null],
  ['a news article by its JSON-LD', URL, page(ld({ '@type': 'NewsArticle' })), 'it is an article, without audio'],
  ['a page of a site that says what site it is', URL, page(ld({ '@type': 'WebSite' })), null],
  [
    'a home page, even if it plays something',
    'https://lamp.example/',
    page('', '<audio src="/a.mp3"></audio>'),
    'it is the home page of a site',
  ],
  ['a home page that is one episode', 'https://lamp.example/', page(ld(EPISODE)), null],
  ['a page behind a parameter', 'https://lamp.example/?p=12', page(''), null],
])('whether that is no episode is evident of %s', (_what, url, html, why) => {
  expect(whyNoEpisode(url, readPage(html, url))).toBe(why);
});
