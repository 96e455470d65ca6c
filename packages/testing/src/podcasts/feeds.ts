import type { Place } from '../web/site.ts';
import type { ScriptedEpisode } from './episodes.ts';
import { AUDIO_TYPES, audioOf, recordingOf } from './recording.ts';

/** The show of the publisher. */
export const SHOW = {
  title: 'Harbour Lights',
  description: 'A minute at the harbour, every day.',
  language: 'en',
  author: 'Inga Solberg',
} as const;

/** Where the files of an episode are: `media.test` has all of them, whatever pages say. */
export function audioUrl(place: Place, { key, format }: ScriptedEpisode): string {
  return place.url('media', `/${key}.${format}`);
}

/** RSS 2.0 with the tags of iTunes and of Podcasting 2.0. */
export function rssOf(place: Place, episodes: readonly ScriptedEpisode[]): string {
  const items = episodes.map((episode) => {
    const { key, title, guid, publishedAt, description, format } = episode;
    return `<item>
      <title>${title}</title>
      <link>${place.url('harbour', `/${key}`)}</link>
      <guid isPermaLink="false">${guid}</guid>
      <pubDate>${new Date(publishedAt).toUTCString()}</pubDate>
      <description><![CDATA[<p>${description}</p>]]></description>
      <enclosure url="${audioUrl(place, episode)}" length="${audioOf(episode).length}" type="${AUDIO_TYPES[format]}"/>
      <itunes:duration>${Math.round(recordingOf(episode).durationS)}</itunes:duration>
      <itunes:image href="${place.url('media', '/cover.png')}"/>
      <podcast:person role="host">${SHOW.author}</podcast:person>
      <podcast:transcript url="${place.url('media', `/${key}.vtt`)}" type="text/vtt" language="en"/>
      <podcast:transcript url="${place.url('media', `/${key}.transcript.json`)}" type="application/json" language="en"/>
      <podcast:chapters url="${place.url('media', `/${key}.chapters.json`)}" type="application/json+chapters"/>
    </item>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0">
  <channel>
    <title>${SHOW.title}</title>
    <link>${place.url('harbour')}</link>
    <description>${SHOW.description}</description>
    <language>${SHOW.language}</language>
    <itunes:author>${SHOW.author}</itunes:author>
    <itunes:image href="${place.url('media', '/cover.png')}"/>
    ${items.join('\n    ')}
  </channel>
</rss>`;
}

/** The same as Atom (RFC 4287). */
export function atomOf(place: Place, episodes: readonly ScriptedEpisode[]): string {
  const entries = episodes.map((episode) => {
    const { key, title, guid, publishedAt, description, format } = episode;
    return `<entry>
      <id>${guid}</id>
      <title>${title}</title>
      <updated>${publishedAt}</updated>
      <published>${publishedAt}</published>
      <summary>${description}</summary>
      <link rel="alternate" href="${place.url('harbour', `/${key}`)}"/>
      <link rel="enclosure" href="${audioUrl(place, episode)}" type="${AUDIO_TYPES[format]}" length="${audioOf(episode).length}"/>
    </entry>`;
  });
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${SHOW.language}">
  <id>${place.url('harbour')}</id>
  <title>${SHOW.title}</title>
  <subtitle>${SHOW.description}</subtitle>
  <author><name>${SHOW.author}</name></author>
  <updated>${episodes
    .map(({ publishedAt }) => publishedAt)
    .toSorted()
    .at(-1)}</updated>
  <link rel="alternate" href="${place.url('harbour')}"/>
  ${entries.join('\n  ')}
</feed>`;
}

/** The same as JSON Feed 1.1. */
export function jsonFeedOf(place: Place, episodes: readonly ScriptedEpisode[]): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: SHOW.title,
    description: SHOW.description,
    language: SHOW.language,
    home_page_url: place.url('harbour'),
    feed_url: place.url('harbour', '/feed.json'),
    authors: [{ name: SHOW.author }],
    items: episodes.map((episode) => ({
      id: episode.guid,
      url: place.url('harbour', `/${episode.key}`),
      title: episode.title,
      content_text: episode.description,
      date_published: episode.publishedAt,
      attachments: [
        {
          url: audioUrl(place, episode),
          mime_type: AUDIO_TYPES[episode.format],
          size_in_bytes: audioOf(episode).length,
          duration_in_seconds: Math.round(recordingOf(episode).durationS),
        },
      ],
    })),
  });
}
