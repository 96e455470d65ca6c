import { html, type Place, paths, type Site, type SiteAnswer } from '../../web/site.ts';
import { EPISODES, type ScriptedEpisode } from '../episodes.ts';
import { atomOf, audioUrl, jsonFeedOf, rssOf, SHOW } from '../feeds.ts';
import { AUDIO_TYPES, recordingOf } from '../recording.ts';

const ALL = Object.values(EPISODES).toReversed();
const CONSENT = 'agreed=yes';

/** Of episodes of which nothing but the feed has the audio. */
const FEED_LINK = '<link rel="alternate" type="application/rss+xml" href="/feed-only.xml">';

/** The publisher: an episode on a page of each shape, pages that are none, and feeds. */
export const harbour: Site = paths({
  '/': () =>
    page(
      'Harbour Lights',
      `<ul>${ALL.map(({ key, title }) => `<li><a href="/${key}">${title}</a></li>`).join('')}</ul>`,
      {
        head: '<meta property="og:type" content="website"><link rel="alternate" type="application/rss+xml" href="/feed.xml">',
      },
    ),
  '/news/new-studio': () =>
    page(
      'We have a new studio',
      `<article><h1>We have a new studio</h1><p>${'The old one was too small for the fog horn. '.repeat(20)}</p></article>`,
      {
        head: '<meta property="og:type" content="article"><meta property="article:published_time" content="2026-02-01">',
      },
    ),
  '/static': ({ place }) =>
    episodePage(EPISODES.static, `<audio controls src="${audioUrl(place, EPISODES.static)}"></audio>`),
  '/json-ld': ({ place }) => {
    const { title } = EPISODES.jsonLd;
    return page(title, '<div id="app"></div>', {
      head: jsonLd(place, EPISODES.jsonLd, audioUrl(place, EPISODES.jsonLd)),
    });
  },
  '/feed-only': () => episodePage(EPISODES.feedOnly, '<p>Listen wherever you listen to podcasts.</p>', FEED_LINK),
  '/js-player': ({ place }) =>
    episodePage(
      EPISODES.scripted,
      `<button id="play">Play episode</button>
      <script>
        document.getElementById('play').addEventListener('click', (event) => {
          const address = ['${place.url('media').slice(0, -1)}', ${JSON.stringify(EPISODES.scripted.key)}].join('/') + '.mp3';
          const link = Object.assign(document.createElement('a'), { href: address, download: '', textContent: 'Download' });
          event.target.replaceWith(link, Object.assign(new Audio(address), { controls: true }));
        });
      </script>`,
    ),
  '/cookie-wall': ({ place, cookies }) => {
    if (cookies.get('agreed') === 'yes') {
      const url = audioUrl(place, EPISODES.cookieWall);
      return episodePage(
        EPISODES.cookieWall,
        `<audio controls src="${url}"></audio><a href="${url}" download>Download</a>`,
      );
    }
    return episodePage(
      EPISODES.cookieWall,
      `<div role="dialog" aria-label="Cookies" style="position: fixed; inset: 0; background: white">
      <p>The player needs cookies of our 212 partners.</p>
      <button onclick="document.cookie = '${CONSENT}; path=/'; location.reload()">Accept all</button></div>`,
    );
  },
  '/dead-link': ({ place }) => {
    const { key, title } = EPISODES.deadLink;
    return page(title, `<h1>${title}</h1>`, {
      head: jsonLd(place, EPISODES.deadLink, place.url('media', `/gone/${key}.wav`)),
    });
  },
  '/geo-block': ({ place }) =>
    episodePage(
      EPISODES.geoBlocked,
      `<audio src="${place.url('media', `/abroad/${EPISODES.geoBlocked.key}.mp3`)}"></audio>`,
    ),
  '/html-as-mp3': ({ place }) =>
    episodePage(
      EPISODES.htmlAsMp3,
      `<audio src="${place.url('media', `/moved/${EPISODES.htmlAsMp3.key}.mp3`)}"></audio>`,
    ),
  '/feed.xml': ({ place }) => feed('application/rss+xml', rssOf(place, ALL)),
  '/feed-only.xml': ({ place }) => feed('application/rss+xml', rssOf(place, [EPISODES.feedOnly])),
  '/atom.xml': ({ place }) => feed('application/atom+xml', atomOf(place, ALL)),
  '/feed.json': ({ place }) => feed('application/feed+json', jsonFeedOf(place, ALL)),
});

interface PageOptions {
  readonly head?: string;
}

function page(title: string, body: string, { head = '' }: PageOptions = {}): SiteAnswer {
  return html(title, body, { head: `<meta property="og:site_name" content="${SHOW.title}">${head}` });
}

/** What a page says that is made by hand: a title, a date and a few words. */
function episodePage({ title, publishedAt, description }: ScriptedEpisode, player: string, head = ''): SiteAnswer {
  return page(
    title,
    `<article><h1>${title}</h1><time datetime="${publishedAt}">${publishedAt.slice(0, 10)}</time>
    <p>${description}</p>${player}</article>`,
    { head: `<meta property="og:title" content="${title}">${head}` },
  );
}

function jsonLd(place: Place, episode: ScriptedEpisode, contentUrl: string): string {
  const about = {
    '@context': 'https://schema.org',
    '@graph': [
      { '@type': 'WebSite', name: SHOW.title, url: place.url('harbour') },
      {
        '@type': 'PodcastEpisode',
        name: episode.title,
        description: episode.description,
        datePublished: episode.publishedAt,
        inLanguage: SHOW.language,
        duration: `PT${Math.round(recordingOf(episode).durationS)}S`,
        associatedMedia: { '@type': 'MediaObject', contentUrl, encodingFormat: AUDIO_TYPES[episode.format] },
        partOfSeries: { '@type': 'PodcastSeries', name: SHOW.title },
      },
    ],
  };
  return `<script type="application/ld+json">${JSON.stringify(about)}</script>`;
}

function feed(type: string, body: string): SiteAnswer {
  return { headers: { 'content-type': `${type}; charset=utf-8` }, body };
}
