import { escapeMarkup } from './escape-markup.ts';
import { type Published, SHOW, urlOf } from './show.ts';

/** The page of an episode, which says in every usual way what it is about. */
export function episodePage(episode: Published): string {
  const { title, description, publishedAt, durationS, chapters } = episode;
  const audio = urlOf(episode, '.mp3');
  const about = {
    '@context': 'https://schema.org',
    '@type': 'PodcastEpisode',
    name: title,
    description,
    url: urlOf(episode, '.html'),
    datePublished: publishedAt,
    inLanguage: SHOW.language,
    image: SHOW.cover,
    timeRequired: `PT${Math.round(durationS)}S`,
    associatedMedia: { '@type': 'AudioObject', contentUrl: audio, encodingFormat: 'audio/mpeg' },
    partOfSeries: { '@type': 'PodcastSeries', name: SHOW.title, url: SHOW.url, webFeed: SHOW.feed },
  };
  const head = `
    <meta property="og:type" content="music.song">
    <meta property="og:title" content="${escapeMarkup(title)}">
    <meta property="og:site_name" content="${escapeMarkup(SHOW.title)}">
    <meta property="og:image" content="${SHOW.cover}">
    <meta property="og:audio" content="${audio}">
    <link rel="canonical" href="${urlOf(episode, '.html')}">
    <script type="application/ld+json">${JSON.stringify(about)}</script>`;
  const day = new Date(publishedAt).toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
  return page({
    title: `${title} · ${SHOW.title}`,
    description,
    head,
    body: `
    <p><a href="${SHOW.url}">${escapeMarkup(SHOW.title)}</a></p>
    <h1>${escapeMarkup(title)}</h1>
    <p>${day}</p>
    <audio controls preload="none" src="${audio}">
      <track kind="captions" srclang="${SHOW.language}" src="${urlOf(episode, '.vtt')}">
    </audio>
    <p>${escapeMarkup(description)}</p>
    <h2>Chapters</h2>
    <ul>
${chapters.map(({ startS, title: name }) => `      <li>${clock(startS)} ${escapeMarkup(name)}</li>`).join('\n')}
    </ul>
    <p><a href="${urlOf(episode, '.vtt')}">Transcript</a></p>`,
  });
}

/** The page of the show. */
export function showPage(episodes: readonly Published[]): string {
  return page({
    title: SHOW.title,
    description: SHOW.description,
    head: '\n    <meta property="og:type" content="website">',
    body: `
    <img src="${SHOW.cover}" alt="A lighthouse at night" width="300" height="300">
    <h1>${escapeMarkup(SHOW.title)}</h1>
    <p>${escapeMarkup(SHOW.description)}</p>
    <ul>
${episodes
  .toReversed()
  .map((episode) => `      <li><a href="${urlOf(episode, '.html')}">${escapeMarkup(episode.title)}</a></li>`)
  .join('\n')}
    </ul>
    <p><a href="${SHOW.feed}">Feed</a></p>`,
  });
}

interface Page {
  readonly title: string;
  readonly description: string;
  readonly head: string;
  readonly body: string;
}

function page({ title, description, head, body }: Page): string {
  return `<!doctype html>
<html lang="${SHOW.language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>${escapeMarkup(title)}</title>
    <meta name="description" content="${escapeMarkup(description)}">
    <link rel="stylesheet" href="style.css">
    <link rel="alternate" type="application/rss+xml" title="${escapeMarkup(SHOW.title)}" href="${SHOW.feed}">${head}
  </head>
  <body>${body}
  </body>
</html>
`;
}

function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
