import { describe, expect, test } from 'vitest';
import { parseFeed } from './parse-feed.ts';

const URL = 'https://lamp.example/feeds/main.xml';

const RSS = `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
  xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:podcast="https://podcastindex.org/namespace/1.0">
  <channel>
    <title>The Lamp &amp; the Sea</title><link>/</link><language>de-DE</language>
    <description>&lt;p&gt;About lamps.&lt;/p&gt;</description>
    <itunes:image href="/cover.jpg"/>
    <podcast:person role="Host">Anna Tide</podcast:person>
    <item>
      <title>Fog &amp;amp; Horn</title><guid isPermaLink="false">tag:lamp.example,2024:1</guid>
      <link>/episodes/fog</link><pubDate>Wed, 01 May 2024 06:00:00 +0200</pubDate>
      <description>short</description>
      <content:encoded><![CDATA[<p>The horn.</p><ul><li>One</li><li>Two</li></ul><script>x()</script>]]></content:encoded>
      <enclosure url="../audio/fog.mp3?from=feed" length="12345" type="audio/mpeg"/>
      <itunes:duration>1:02:03</itunes:duration><itunes:season>2</itunes:season><itunes:episode>7</itunes:episode>
      <itunes:image href="fog.jpg"/>
      <podcast:transcript url="/fog.vtt" type="text/vtt" language="de"/>
      <podcast:chapters url="/fog.json" type="application/json+chapters"/>
      <podcast:person role="guest" href="https://bo.example">Bo Reed</podcast:person>
    </item>
    <item>
      <title>No guid</title><link>/</link><enclosure url="/audio/none.m4a" length="0" type=""/>
      <pubDate>yesterday</pubDate>
    </item>
    <item><title>A video</title><guid>v</guid><enclosure url="/v.mp4" length="9" type="video/mp4"/></item>
    <item><title>Text only</title><guid>https://lamp.example/text</guid></item>
  </channel>
</rss>`;

describe('of RSS', () => {
  const { show, entries } = parseFeed(RSS, URL);

  test('the show is read', () => {
    expect(show).toEqual({
      title: 'The Lamp & the Sea',
      language: 'de',
      description: 'About lamps.',
      imageUrl: 'https://lamp.example/cover.jpg',
      pageUrl: 'https://lamp.example/',
      persons: [{ name: 'Anna Tide', role: 'host', url: null }],
    });
  });

  test('an entry is read with the tags of iTunes and Podcasting 2.0, its URLs whole and its texts without markup', () => {
    expect(entries[0]).toEqual({
      guid: 'tag:lamp.example,2024:1',
      title: 'Fog & Horn',
      description: 'The horn.\n\nOne\n\nTwo',
      publishedAt: '2024-05-01T04:00:00.000Z',
      audioUrl: 'https://lamp.example/audio/fog.mp3?from=feed',
      audioType: 'audio/mpeg',
      audioBytes: 12_345,
      durationS: 3_723,
      imageUrl: 'https://lamp.example/feeds/fog.jpg',
      pageUrl: 'https://lamp.example/episodes/fog',
      language: null,
      transcripts: [{ url: 'https://lamp.example/fog.vtt', type: 'text/vtt', language: 'de' }],
      chaptersUrl: 'https://lamp.example/fog.json',
      persons: [{ name: 'Bo Reed', role: 'guest', url: 'https://bo.example/' }],
      season: 2,
      episode: 7,
    });
  });

  test('an entry without a guid goes by its audio; a link to the show, a size of 0 and a date that is none are not told', () => {
    const audioUrl = 'https://lamp.example/audio/none.m4a';
    expect(entries[1]).toMatchObject({ guid: audioUrl, audioUrl, audioBytes: null, pageUrl: null, publishedAt: null });
  });

  test('a video counts where there is no audio, and a guid that is a permalink is a page', () => {
    expect(entries[2]).toMatchObject({ audioUrl: 'https://lamp.example/v.mp4', audioType: 'video/mp4' });
    expect(entries[3]).toMatchObject({ audioUrl: null, pageUrl: 'https://lamp.example/text' });
  });
});

test('Atom is read', () => {
  const atom = `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Phare</title><id>urn:show</id>
    <link href="https://phare.example/"/>
    <entry><id>urn:uuid:60a76c80</id><title type="html">La &lt;b&gt;brume&lt;/b&gt;</title>
      <updated>2024-05-02T10:00:00Z</updated><published>2024-05-01T10:00:00Z</published>
      <link href="brume.html"/><link rel="enclosure" type="audio/ogg" length="99" href="brume.ogg"/>
      <summary>Une corne.</summary></entry></feed>`;
  const { show, entries } = parseFeed(atom, 'https://phare.example/atom.xml');
  expect(show).toMatchObject({ title: 'Phare', language: 'fr', pageUrl: 'https://phare.example/' });
  expect(entries).toMatchObject([
    {
      guid: 'urn:uuid:60a76c80',
      title: 'La brume',
      description: 'Une corne.',
      publishedAt: '2024-05-01T10:00:00.000Z',
      pageUrl: 'https://phare.example/brume.html',
      audioUrl: 'https://phare.example/brume.ogg',
      audioBytes: 99,
    },
  ]);
});

test('JSON Feed is read', () => {
  const feed = {
    version: 'https://jsonfeed.org/version/1.1',
    title: 'Lamp',
    language: 'en',
    items: [
      {
        id: '7',
        url: '/7',
        title: 'Seven',
        content_html: '<p>Seven lamps.</p>',
        date_published: '2024-05-01T00:00:00Z',
        attachments: [
          { url: '/cover.jpg', mime_type: 'image/jpeg' },
          { url: '/7.mp3', mime_type: 'audio/mpeg', size_in_bytes: 7_000, duration_in_seconds: 70 },
        ],
      },
    ],
  };
  const { show, entries } = parseFeed(JSON.stringify(feed), 'https://lamp.example/feed.json');
  expect(show).toMatchObject({ title: 'Lamp', language: 'en' });
  expect(entries).toMatchObject([
    {
      guid: '7',
      title: 'Seven',
      description: 'Seven lamps.',
      pageUrl: 'https://lamp.example/7',
      audioUrl: 'https://lamp.example/7.mp3',
      audioBytes: 7_000,
      durationS: 70,
    },
  ]);
});

test.each([
  ['nothing', ' \n', 'no-feed', 'it is empty'],
  ['a web page', '<!DOCTYPE html><html><body>Not found</body></html>', 'no-feed', 'it is a web page, no feed'],
  ['a text', 'Not found', 'no-feed', 'it is neither RSS nor Atom nor JSON Feed'],
  ['other JSON', '{"error":"gone"}', 'no-feed', 'it is neither RSS nor Atom nor JSON Feed'],
  [
    'an XML bomb',
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]><rss version="2.0"><channel><title>&b;</title></channel></rss>',
    'broken',
    'it defines XML entities of its own',
  ],
  ['markup without an end', `<rss version="2.0"><channel>${'<a>'.repeat(100_000)}`, 'broken', 'its markup is broken'],
])('%s is no feed, and that is said', (_what, text, problem, why) => {
  expect(() => parseFeed(text, URL)).toThrow(
    expect.objectContaining({ problem, message: `The feed ${URL} cannot be read: ${why}.` }),
  );
});

test('a description that is nested without end gives its text', () => {
  const deep = `<rss version="2.0"><channel><item><title>Deep</title><description><![CDATA[${'<div>'.repeat(50_000)}]]></description></item></channel></rss>`;
  expect(parseFeed(deep, URL).entries).toMatchObject([{ title: 'Deep', description: null }]);
});
