import { escapeMarkup } from './escape-markup.ts';
import { type Published, SHOW, urlOf } from './show.ts';

const NAMESPACES = [
  'xmlns:atom="http://www.w3.org/2005/Atom"',
  'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"',
  'xmlns:podcast="https://podcastindex.org/namespace/1.0"',
].join(' ');

/** The feed of the show: RSS 2.0 with the tags of iTunes and of Podcasting 2.0, the newest episode first. */
export function feedOf(episodes: readonly Published[]): string {
  const { title, url, feed, description, author, language, cover } = SHOW;
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" ${NAMESPACES}>
  <channel>
    <title>${escapeMarkup(title)}</title>
    <link>${url}</link>
    <atom:link href="${feed}" rel="self" type="application/rss+xml"/>
    <description>${escapeMarkup(description)}</description>
    <language>${language}</language>
    <itunes:author>${escapeMarkup(author)}</itunes:author>
    <itunes:image href="${cover}"/>
    <itunes:category text="History"/>
    <itunes:explicit>false</itunes:explicit>
    <podcast:medium>podcast</podcast:medium>
${episodes.toReversed().map(itemOf).join('\n')}
  </channel>
</rss>
`;
}

function itemOf(episode: Published): string {
  const { title, description, guid, number, publishedAt, bytes, durationS } = episode;
  return `    <item>
      <title>${escapeMarkup(title)}</title>
      <link>${urlOf(episode, '.html')}</link>
      <guid isPermaLink="false">${guid}</guid>
      <pubDate>${new Date(publishedAt).toUTCString()}</pubDate>
      <description>${escapeMarkup(description)}</description>
      <enclosure url="${urlOf(episode, '.mp3')}" length="${bytes}" type="audio/mpeg"/>
      <itunes:duration>${Math.round(durationS)}</itunes:duration>
      <itunes:episode>${number}</itunes:episode>
      <itunes:image href="${SHOW.cover}"/>
${SHOW.people.map(({ name, role }) => `      <podcast:person role="${role}">${name}</podcast:person>`).join('\n')}
      <podcast:transcript url="${urlOf(episode, '.vtt')}" type="text/vtt" language="${SHOW.language}"/>
      <podcast:chapters url="${urlOf(episode, '.chapters.json')}" type="application/json+chapters"/>
    </item>`;
}
